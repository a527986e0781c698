package io.tenbin.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.balance.RedispatchRule.Situation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The servers that HAProxy 2.6 was seen to try, three of which refuse connections: {@code .} stands for the turn-around. */
class RedispatchRuleTest {

    @ParameterizedTest
    @CsvSource({
        // A cookie leads to the first server.
        "-1, 3, true, false, 3, A .A .A B",
        "1, 3, true, false, 3, A B C A",
        "2, 5, true, false, 3, A .A B C A B",
        "-2, 5, true, false, 3, A .A .A .A B C",
        "0, 3, true, false, 3, A .A .A .A",
        // A hash does, also after a retry went elsewhere.
        "-1, 3, false, true, 3, A .A .A B",
        "1, 3, false, true, 3, A B C A",
        "2, 5, false, true, 3, A .A B .B C .C",
        // Nothing does.
        "-1, 3, false, false, 3, A B C A",
        "-1, 3, false, false, 2, A B A B",
        "0, 3, false, false, 3, A .A .A .A",
        // Where there is no other server, each retry waits.
        "-1, 3, false, false, 1, A .A .A .A",
        "1, 3, true, false, 1, A .A .A .A",
        // An interval from before the first retry.
        "-4, 3, true, false, 3, A B C A",
        "-9, 3, true, false, 3, A B C A",
    })
    void retries_go_where_haproxy_sends_them(
            int interval, int count, boolean persistent, boolean hash, int servers, String tried) {
        RedispatchRule rule = new RedispatchRule(count, interval);
        StringBuilder trace = new StringBuilder("A");
        int server = 0;
        boolean stays = persistent;
        for (int retry = 1; retry <= count; retry++) {
            Situation situation = new Situation(retry, stays, hash, servers, true);
            trace.append(' ').append(rule.pauses(situation) ? "." : "");
            if (rule.elsewhere(situation)) {
                stays = false;
                server = (server + 1) % servers;
            }
            trace.append((char) ('A' + server));
        }

        assertThat(trace).hasToString(tried);
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "3, true", "0, false"})
    void a_server_that_is_down_or_gone_is_left_at_once_unless_nothing_may_leave(int interval, boolean leaves) {
        Situation situation = new Situation(1, true, true, 1, false);

        assertThat(new RedispatchRule(3, interval).elsewhere(situation)).isEqualTo(leaves);
    }
}
