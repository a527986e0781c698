package io.tenbin.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.condition.Acls;
import io.tenbin.condition.NamedAcl;
import io.tenbin.condition.Refusal;
import io.tenbin.config.AclConfig;
import io.tenbin.config.ConditionConfig;
import io.tenbin.config.MatchConfig;
import io.tenbin.config.MatcherConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private static final List<AclConfig> NAMED = List.of(
            new AclConfig("t", List.of(new MatcherConfig.Constant(true))),
            new AclConfig("f", List.of(new MatcherConfig.Constant(false))),
            new AclConfig("ft", List.of(new MatcherConfig.Constant(false), new MatcherConfig.Constant(true))));

    @ParameterizedTest
    @CsvSource({
        "t, true",
        "f, false",
        "ft, true",
        "!t, false",
        "! f, true",
        "!!t, true",
        "! ! ! t, false",
        "t t, true",
        "t f, false",
        "t !f, true",
        "f or t, true",
        "f OR t, true",
        "f || f, false",
        "t f or f t or t t, true",
        "t f || t !f, true",
        "TRUE, true",
        "FALSE, false",
        "TRUE !FALSE, true",
        "HTTP HTTP_1.1 !HTTP_1.0 !HTTP_2.0, true",
        "METH_GET !METH_POST, true",
        "LOCALHOST, false",
        "{ path /a/b } !{ path_beg /x }, true",
        "{ path_beg -i /A }, true",
        "{ path -m beg -i -- /A }, true",
        "{ path -i -m sub A/ }, true",
        "{ src 192.0.2.0/24 }, true",
        "{ dst_port 1 80 }, true",
        "{ dst_port ge 80 }, true",
        "{ dst_port lt 80 gt 1000 }, false",
        "{ url_len gt 100 4 }, false",
        "{ url_len 3 4 }, true",
        "{ always_false } or { always_true }, true",
        "'{ path \"/a/b\" }', true",
        "'{ path /a\\/b }', true",
        "'{ base h/a/b }', true",
        "'{ hdr_dom(host) h }', true",
        "'{ nbsrv(app) eq 0 }', true",
    })
    void the_grammar_is_haproxys(String text, boolean expected) throws Refusal {
        Request request = Request.of("/a/b").with("host", "h");

        assertThat(decide(text, null, request)).isEqualTo(expected);
        // De Morgan: unless is the contrary of the whole.
        assertThat(decide(null, text, request)).isEqualTo(!expected);
    }

    @Test
    void if_and_unless_of_one_rule_must_both_hold() throws Refusal {
        assertThat(decide("t", "f", Request.of("/"))).isTrue();
        assertThat(decide("t", "t", Request.of("/"))).isFalse();
        assertThat(decide("f", "f", Request.of("/"))).isFalse();
    }

    @Test
    void random_rules_with_conditions_agree_with_a_scan() throws Refusal {
        Random random = new Random(20_260_102);
        int indexed = 0;
        for (int round = 0; round < 300; round++) {
            List<AclConfig> acls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                List<MatcherConfig> matchers = new ArrayList<>();
                for (int j = 1 + random.nextInt(2); j > 0; j--) {
                    matchers.add(randomMatcher(random));
                }
                acls.add(new AclConfig("a" + i, matchers));
            }
            Acls reader = new Acls(Set.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"));
            List<Rule<Integer>> rules = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(40); i++) {
                rules.add(new Rule<>(randomMatch(random), randomCondition(random, reader), i));
            }
            AclTable table = AclTable.of(
                    Stream.concat(acls.stream(), reader.found().stream()).toList(), AclTable.EMPTY);
            RuleTable<Integer> compiled = RuleTable.compile(rules, table);
            indexed += (int) rules.stream()
                    .map(rule -> Placement.of(rule, table))
                    .filter(place -> !place.hosts().isEmpty() || !place.paths().isEmpty())
                    .count();
            for (int i = 0; i < 60; i++) {
                Request request =
                        new Request(pick(random, "a", "b", "x.a", ""), pick(random, "/", "/p", "/pq", "/q/p", "*"));

                assertThat(compiled.match(request))
                        .as("%s on %s", request, rules)
                        .isEqualTo(scan(rules, table, request));
            }
        }
        assertThat(indexed).isGreaterThan(1_000);
    }

    private static boolean decide(String onlyIf, String unless, Request request) throws Refusal {
        Acls reader = new Acls(Set.of("t", "f", "ft"));
        ConditionConfig condition = Acls.condition(
                onlyIf == null ? null : reader.alternatives(onlyIf),
                unless == null ? null : reader.alternatives(unless));
        AclTable table = AclTable.of(
                Stream.concat(NAMED.stream(), reader.found().stream()).toList(), AclTable.EMPTY);
        return Condition.of(condition, table::ofRequest).holds(request);
    }

    /** One after the other, and no index. */
    private static Integer scan(List<Rule<Integer>> rules, AclTable table, Request request) {
        for (Rule<Integer> rule : rules) {
            boolean host = rule.match().hosts().isEmpty()
                    || rule.match().hosts().contains(request.host().toString());
            if (host && Condition.of(rule.condition(), table::ofRequest).holds(request)) {
                return rule.target();
            }
        }
        return null;
    }

    private static MatchConfig randomMatch(Random random) {
        return random.nextInt(3) > 0
                ? MatchConfig.EVERYTHING
                : new MatchConfig(List.of(pick(random, "a", "b")), List.of(), List.of(), List.of(), List.of());
    }

    private static ConditionConfig randomCondition(Random random, Acls reader) throws Refusal {
        return Acls.condition(
                random.nextInt(4) == 0 ? null : reader.alternatives(randomText(random)),
                random.nextInt(3) > 0 ? null : reader.alternatives(randomText(random)));
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            for (int j = 1 + random.nextInt(3); j > 0; j--) {
                text.append(pick(random, "", "", "!"))
                        .append(pick(random, "a" + random.nextInt(8), "METH_GET", "{ path_beg /p }", "{ path /q/p }"))
                        .append(' ');
            }
            text.append(i > 1 ? "or " : "");
        }
        return text.toString();
    }

    private static MatcherConfig randomMatcher(Random random) throws Refusal {
        return switch (random.nextInt(6)) {
            case 0 -> NamedAcl.matcher("Host", "Exact", List.of(pick(random, "a", "b"), "c"), false);
            case 1 -> NamedAcl.matcher("Host", "Host", List.of(pick(random, "*.a", "b")), false);
            case 2 -> NamedAcl.matcher("Path", "Exact", List.of(pick(random, "/", "/p")), random.nextBoolean());
            case 3 -> NamedAcl.matcher("Path", "Prefix", List.of(pick(random, "/p", "/q/", "*")), random.nextBoolean());
            case 4 -> NamedAcl.matcher("Path", "Suffix", List.of("p"), false);
            default -> NamedAcl.matcher("Host", "Suffix", List.of("a"), false);
        };
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
