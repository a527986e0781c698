package io.tenbin.proxy.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Both proxies, side by side. */
final class Bench implements AutoCloseable {
    static final int SLOTS = 32;
    private static final int AT_ONCE = 8;
    private static final long LOG_PATIENCE_MILLIS = 1_500;

    private final HaproxySide haproxy = new HaproxySide(SLOTS);
    private final TenbinSide tenbin = new TenbinSide(SLOTS);
    private final ExecutorService clients = Executors.newFixedThreadPool(2 * AT_ONCE);
    private int made;

    Bench() throws IOException {}

    /** A case and what came of it on either side. */
    record Comparison(Case test, Outcome haproxy, Outcome tenbin, String configurations) {
        boolean same() {
            return Deviations.explain(test, haproxy, tenbin);
        }
    }

    /** Runs these, of which there are not more than {@link #SLOTS}. */
    List<Comparison> run(List<Case> cases) throws IOException, InterruptedException {
        List<Side.Placed> placed = new ArrayList<>();
        for (Case one : cases) {
            placed.add(new Side.Placed(one, "c" + made++, placed.size()));
        }
        haproxy.serve(placed);
        tenbin.serve(placed);
        List<Future<Outcome>> ofHaproxy = submit(haproxy, placed);
        List<Future<Outcome>> ofTenbin = submit(tenbin, placed);
        List<Comparison> comparisons = new ArrayList<>();
        try {
            for (int i = 0; i < cases.size(); i++) {
                String configurations = haproxy.describe(placed.get(i)) + "\n" + tenbin.describe(placed.get(i));
                comparisons.add(new Comparison(
                        cases.get(i), ofHaproxy.get(i).get(), ofTenbin.get(i).get(), configurations));
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return comparisons;
    }

    @Override
    public void close() throws IOException {
        clients.shutdownNow();
        haproxy.close();
        tenbin.close();
    }

    private List<Future<Outcome>> submit(Side side, List<Side.Placed> placed) {
        return placed.stream()
                .map(one -> clients.submit((Callable<Outcome>) () -> outcome(side, one)))
                .toList();
    }

    private static Outcome outcome(Side side, Side.Placed placed) throws InterruptedException {
        int before = side.log().size();
        Case test = placed.test();
        List<Client.Answer> answers = new Client(side.address(placed), placed.name()).run(test.conversations());
        long sent = answers.stream()
                .filter(answer -> !answer.end().equals("not sent"))
                .count();
        long end = System.nanoTime() + LOG_PATIENCE_MILLIS * 1_000_000;
        List<String> log = log(side, before, placed);
        while (log.size() < sent && System.nanoTime() < end) {
            Thread.sleep(2);
            log = log(side, before, placed);
        }
        return Outcome.of(placed, answers, side.origins().seen(placed.name()), log);
    }

    private static List<String> log(Side side, int from, Side.Placed placed) {
        List<String> lines = side.log();
        List<String> mine = new ArrayList<>();
        for (int i = from; i < lines.size(); i++) {
            Map.Entry<String, String> line = Outcome.logLine(lines.get(i));
            if (line.getKey().equals(placed.name())) {
                mine.add(line.getValue());
            }
        }
        return mine;
    }
}
