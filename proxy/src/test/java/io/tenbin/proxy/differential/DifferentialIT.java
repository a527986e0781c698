package io.tenbin.proxy.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same configurations and requests, to HAProxy and to Tenbin. What differs and is not among {@link Deviations} fails, with a
 * command that runs the one case again:
 *
 * <pre>./mvnw -pl crds,proxy verify -Dtest=NONE -Dit.test=DifferentialIT -Dtenbin.differential.case=AREA:SEED \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false</pre>
 *
 * <p>Other cases come from another {@code -Dtenbin.differential.seed=NUMBER}, more of them with {@code
 * -Dtenbin.differential.percent=NUMBER}, of one area only with {@code -Dtenbin.differential.area=AREA}.
 */
class DifferentialIT {
    private static final List<Area> AREAS = List.of(
            new Routing(),
            new Framing(),
            new Refusals(),
            new Shares(),
            new Forwarding(),
            new Retrying(),
            new Hashing(),
            new Cookies(),
            new Sessions(),
            new Modes(),
            new Conditions(),
            new Actions(),
            new Failover(),
            new Queueing(),
            new Timeouts(),
            new Connecting(),
            new Rings());
    private static final List<String> TIMED = List.of("timeouts", "queueing", "failover");
    private static final int REPEATS = 3;
    private static final int REPORTED = 10;
    private static final int SHRINKING_STEPS = 40;

    /** Two, so that one works while the other one waits. */
    private static final List<Bench> BENCHES = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        boolean installed = HaproxySide.version() != null;
        assertThat(installed || !"true".equals(System.getenv("CI")))
                .as("haproxy is installed")
                .isTrue();
        assumeTrue(installed, "haproxy is not installed: nothing to compare with (Debian: apt-get install haproxy)");
        BENCHES.add(new Bench());
        BENCHES.add(new Bench());
    }

    @AfterAll
    static void stop() throws IOException {
        for (Bench bench : BENCHES) {
            bench.close();
        }
    }

    @Test
    void tenbin_does_what_haproxy_does() throws Exception {
        String replayed = System.getProperty("tenbin.differential.case");
        List<Case> cases = replayed == null
                ? cases(
                        Long.getLong("tenbin.differential.seed", 20250101),
                        Integer.getInteger("tenbin.differential.percent", 100))
                : List.of(replay(replayed));

        List<Bench.Comparison> differences = lasting(differences(cases));

        StringBuilder report = new StringBuilder();
        for (Bench.Comparison one : differences.subList(0, Math.min(REPORTED, differences.size()))) {
            report.append(describe(shrunk(one)));
        }
        assertThat(differences.size())
                .as("%d of %d cases differ:%n%s", differences.size(), cases.size(), report)
                .isZero();
    }

    /** Where time matters a difference may come from a busy machine: it counts if it shows again and again. */
    private static List<Bench.Comparison> lasting(List<Bench.Comparison> differences) throws Exception {
        List<Bench.Comparison> lasting = new ArrayList<>();
        List<Case> timed = new ArrayList<>();
        for (Bench.Comparison one : differences) {
            if (TIMED.contains(one.test().area())) {
                timed.add(one.test());
            } else {
                lasting.add(one);
            }
        }
        if (timed.size() > Bench.SLOTS) {
            return differences;
        }
        List<Bench.Comparison> again = List.of();
        for (int i = 0; i < REPEATS && !timed.isEmpty(); i++) {
            again = BENCHES.getFirst().run(timed).stream()
                    .filter(one -> !one.same())
                    .toList();
            timed = again.stream().map(Bench.Comparison::test).toList();
        }
        lasting.addAll(again);
        return lasting;
    }

    private static List<Bench.Comparison> differences(List<Case> cases) throws Exception {
        int size = Math.clamp(Math.ceilDiv(cases.size(), BENCHES.size()), 1, Bench.SLOTS);
        Queue<List<Case>> rounds = new ConcurrentLinkedQueue<>();
        for (int from = 0; from < cases.size(); from += size) {
            rounds.add(cases.subList(from, Math.min(cases.size(), from + size)));
        }
        List<Bench.Comparison> differences = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Bench.Comparison>>> found = BENCHES.stream()
                    .map(bench -> threads.submit(() -> differences(bench, rounds)))
                    .toList();
            for (Future<List<Bench.Comparison>> some : found) {
                differences.addAll(some.get());
            }
        }
        return differences;
    }

    private static List<Bench.Comparison> differences(Bench bench, Queue<List<Case>> rounds) throws Exception {
        List<Bench.Comparison> differences = new ArrayList<>();
        for (List<Case> round = rounds.poll(); round != null; round = rounds.poll()) {
            bench.run(round).stream().filter(one -> !one.same()).forEach(differences::add);
        }
        return differences;
    }

    /** All cases of all areas, mixed: those that wait are beside those that work. */
    private static List<Case> cases(long seed, int percent) {
        String only = System.getProperty("tenbin.differential.area", "");
        List<Case> cases = new ArrayList<>();
        for (Area area : AREAS) {
            SplittableRandom seeds = new SplittableRandom(seed + area.name().hashCode());
            int count = only.isEmpty() || area.name().equals(only) ? area.cases() * percent / 100 : 0;
            for (int i = 0; i < count; i++) {
                cases.add(generate(area, seeds.nextLong() >>> 1));
            }
        }
        Collections.shuffle(cases, new Random(seed));
        return cases;
    }

    private static Case replay(String id) {
        int colon = id.indexOf(':');
        String name = id.substring(0, colon);
        Area area = AREAS.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no area " + name));
        return generate(area, Long.parseLong(id.substring(colon + 1)));
    }

    private static Case generate(Area area, long seed) {
        return area.generate(seed, new SplittableRandom(seed));
    }

    /** A smaller case that still differs. */
    private static Bench.Comparison shrunk(Bench.Comparison comparison) throws IOException, InterruptedException {
        Bench.Comparison smallest = comparison;
        int steps = SHRINKING_STEPS;
        boolean smaller = true;
        while (smaller && steps > 0 && !TIMED.contains(comparison.test().area())) {
            smaller = false;
            List<Case> candidates = smallest.test().smaller();
            int count = Math.min(candidates.size(), Bench.SLOTS);
            steps -= Math.max(1, count);
            if (count > 0) {
                for (Bench.Comparison one : BENCHES.getFirst().run(candidates.subList(0, count))) {
                    if (!one.same()) {
                        smallest = one;
                        smaller = true;
                        break;
                    }
                }
            }
        }
        return smallest;
    }

    private static String describe(Bench.Comparison comparison) {
        StringBuilder text = new StringBuilder(
                "\n=== -Dtenbin.differential.case=" + comparison.test().id() + "\n");
        text.append(comparison.configurations());
        comparison.test().conversations().forEach(conversation -> {
            text.append("from ").append(conversation.source()).append('\n');
            conversation
                    .requests()
                    .forEach(request -> text.append(
                                    request.bytes().replace("\r", "\\r").replace("\n", "\\n"))
                            .append(request.body())
                            .append('\n'));
        });
        List<String> haproxy = comparison.haproxy().lines();
        List<String> tenbin = comparison.tenbin().lines();
        haproxy.forEach(line -> text.append(tenbin.contains(line) ? "  both    " : "  haproxy ")
                .append(line)
                .append('\n'));
        tenbin.stream()
                .filter(line -> !haproxy.contains(line))
                .forEach(line -> text.append("  tenbin  ").append(line).append('\n'));
        return text.toString();
    }
}
