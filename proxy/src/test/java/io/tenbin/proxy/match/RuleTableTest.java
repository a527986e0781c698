package io.tenbin.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import io.tenbin.config.ConditionConfig;
import io.tenbin.config.MatchConfig;
import io.tenbin.config.MatchConfig.ExactValue;
import io.tenbin.config.MatchConfig.NamedMatch;
import io.tenbin.config.MatchConfig.PathMatch;
import io.tenbin.config.MatchConfig.PathType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTableTest {
    private static final ConditionConfig ALWAYS = ConditionConfig.ALWAYS;

    @ParameterizedTest
    @CsvSource({
        "a.example, a.example, true",
        "a.example, b.a.example, false",
        "a.example, '', false",
        "*.a.example, b.a.example, true",
        "*.a.example, c.b.a.example, true",
        "*.a.example, a.example, false",
        "*.a.example, .a.example, false",
        "*.a.example, xa.example, false",
    })
    void a_host_matches_exactly_or_by_a_suffix_of_whole_labels(String pattern, String host, boolean expected) {
        assertThat(matches(match(List.of(pattern), List.of()), new Request(host, "/")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT, /b, /b, true",
        "EXACT, /b, /b/, false",
        "EXACT, /b, /B, false",
        "EXACT, /b/, /b/, true",
        "PREFIX, /b, /b, true",
        "PREFIX, /b, /b/, true",
        "PREFIX, /b, /b/c, true",
        "PREFIX, /b, /bc, false",
        "PREFIX, /b, /a/b, false",
        "PREFIX, /b/, /b, true",
        "PREFIX, /b/c, /b/c/d, true",
        "PREFIX, /b/c, /b/cd, false",
        "PREFIX, /, /, true",
        "PREFIX, /, /anything, true",
        "PREFIX, /, *, false",
    })
    void a_path_matches_exactly_or_by_whole_elements(PathType type, String value, String path, boolean expected) {
        MatchConfig match = match(List.of(), List.of(new PathMatch(type, value)));

        assertThat(matches(match, new Request("h", path))).isEqualTo(expected);
    }

    @Test
    void methods_and_fields_must_hold_too() {
        MatchConfig match = new MatchConfig(
                List.of(), List.of(), List.of("GET", "HEAD"), List.of(field("X-A", "1"), field("X-B", "2")), List.of());

        assertThat(matches(
                        match, Request.of("/").method("HEAD").with("x-a", "1").with("x-b", "2")))
                .isTrue();
        assertThat(matches(
                        match, Request.of("/").method("head").with("x-a", "1").with("x-b", "2")))
                .isFalse();
        assertThat(matches(match, Request.of("/").with("x-a", "1"))).isFalse();
    }

    @Test
    void the_first_rule_in_order_wins_however_specific_a_later_one_is() {
        RuleTable<String> table = RuleTable.compile(
                List.of(
                        new Rule<>(match(List.of(), List.of(new PathMatch(PathType.PREFIX, "/a"))), ALWAYS, "prefix"),
                        new Rule<>(
                                match(List.of("h"), List.of(new PathMatch(PathType.EXACT, "/a/b"))), ALWAYS, "exact"),
                        new Rule<>(match(List.of(), List.of()), ALWAYS, "all"),
                        new Rule<>(match(List.of("h"), List.of()), ALWAYS, "host")),
                AclTable.EMPTY);

        assertThat(table.match(new Request("h", "/a/b"))).isEqualTo("prefix");
        assertThat(table.match(new Request("h", "/"))).isEqualTo("all");
    }

    @Test
    void no_rule_matches_nothing() {
        assertThat(RuleTable.compile(List.<Rule<String>>of(), AclTable.EMPTY).match(new Request("h", "/")))
                .isNull();
    }

    @Test
    void slices_of_longer_arrays_are_looked_up_as_well() {
        RuleTable<String> table = RuleTable.compile(
                List.of(new Rule<>(
                        match(List.of("*.b.c"), List.of(new PathMatch(PathType.PREFIX, "/x"))), ALWAYS, "found")),
                AclTable.EMPTY);
        AsciiString host = new AsciiString("zza.b.czz").subSequence(2, 7, false);
        AsciiString path = new AsciiString("GET /x/y HTTP").subSequence(4, 8, false);

        assertThat(table.match(Request.of("/").sliced(host, path))).isEqualTo("found");
    }

    @Test
    void random_tables_agree_with_a_scan_of_the_rules() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 300; round++) {
            List<Rule<Integer>> rules = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                rules.add(new Rule<>(randomMatch(random), ALWAYS, i));
            }
            RuleTable<Integer> table = RuleTable.compile(rules, AclTable.EMPTY);
            for (int i = 0; i < 100; i++) {
                Request request = randomRequest(random);

                assertThat(table.match(request)).as("%s on %s", request, rules).isEqualTo(scan(rules, request));
            }
        }
    }

    @Test
    void ten_thousand_rules_look_at_no_more_candidates_than_one() {
        List<Rule<Integer>> rules = IntStream.range(0, 10_000)
                .mapToObj(i -> new Rule<>(
                        new MatchConfig(
                                List.of("h" + i % 100 + ".example"),
                                List.of(new PathMatch(PathType.PREFIX, "/p" + i)),
                                List.of(),
                                List.of(field("X", "1")),
                                List.of()),
                        ALWAYS,
                        i))
                .toList();
        Request request = new Request("h99.example", "/p9999/x").with("x", "1");

        assertThat(RuleTable.compile(rules, AclTable.EMPTY).match(request)).isEqualTo(9_999);
        assertThat(request.fieldQuestions).isEqualTo(1);
    }

    private static MatchConfig match(List<String> hosts, List<PathMatch> paths) {
        return new MatchConfig(hosts, paths, List.of(), List.of(), List.of());
    }

    private static boolean matches(MatchConfig match, Request request) {
        return RuleTable.compile(List.of(new Rule<>(match, ALWAYS, "found")), AclTable.EMPTY)
                        .match(request)
                != null;
    }

    private static MatchConfig randomMatch(Random random) {
        List<String> hosts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String host = randomHost(random);
            hosts.add(random.nextBoolean() || host.isEmpty() ? "*." + (host.isEmpty() ? "a" : host) : host);
        }
        List<PathMatch> paths = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            paths.add(new PathMatch(random.nextBoolean() ? PathType.EXACT : PathType.PREFIX, randomPath(random)));
        }
        return new MatchConfig(
                hosts,
                paths,
                random.nextInt(4) == 0 ? List.of("POST") : List.of(),
                random.nextInt(4) == 0 ? List.of(field("X-A", pick(random, "1", "2"))) : List.of(),
                List.of());
    }

    private static String randomHost(Random random) {
        List<String> labels = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.add(pick(random, "a", "b", "ab"));
        }
        return String.join(".", labels);
    }

    private static String randomPath(Random random) {
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(pick(random, "a", "b", "ab", "")).append(random.nextInt(3) == 0 ? "" : "/");
        }
        return path.toString();
    }

    private static Request randomRequest(Random random) {
        Request request = new Request(randomHost(random), randomPath(random)).method(pick(random, "GET", "POST"));
        return random.nextBoolean() ? request : request.with("x-a", pick(random, "1", "2"));
    }

    private static NamedMatch field(String name, String value) {
        return new NamedMatch(name, new ExactValue(value));
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static Integer scan(List<Rule<Integer>> rules, Request request) {
        return rules.stream()
                .filter(rule -> holds(rule.match(), request))
                .map(Rule::target)
                .findFirst()
                .orElse(null);
    }

    private static boolean holds(MatchConfig match, Request request) {
        String host = request.host().toString();
        String path = request.path().toString();
        return (match.hosts().isEmpty()
                        || match.hosts().stream()
                                .anyMatch(h -> h.startsWith("*.")
                                        ? host.endsWith(h.substring(1)) && host.length() >= h.length()
                                        : host.equals(h)))
                && (match.paths().isEmpty() || match.paths().stream().anyMatch(p -> holds(p, path)))
                && (match.methods().isEmpty()
                        || match.methods().contains(request.method().toString()))
                && match.headers().stream().allMatch(h -> h.value().equals(new ExactValue(request.field(h.name()))));
    }

    private static boolean holds(PathMatch match, String path) {
        if (match.type() == PathType.EXACT) {
            return path.equals(match.value());
        }
        String prefix = match.value().endsWith("/")
                ? match.value().substring(0, match.value().length() - 1)
                : match.value();
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
