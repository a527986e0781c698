package io.tenbin.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.operator.proxies.ProxyPod;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many proxies share a limit that is of all together. */
class ProxiesTest {
    private static final ProxyPod SERVING = new ProxyPod("a", "edge-a", "10.0.0.1", true, true);
    private static final ProxyPod DRAINING = new ProxyPod("b", "edge-b", "10.0.0.2", false, true);
    private static final ProxyPod STARTING = new ProxyPod("c", "edge-c", "10.0.0.3", false, false);
    private static final ProxyPod PENDING = new ProxyPod("d", "edge-d", null, false, false);
    private static final ProxyPod LOST = new ProxyPod("e", "edge-e", null, false, true);

    @Test
    void before_there_is_any_as_many_share_as_are_wanted() {
        assertThat(proxies().sharing(3)).isEqualTo(3);
        assertThat(proxies(PENDING).sharing(3)).isEqualTo(3);
        assertThat(proxies().sharing(0)).isEqualTo(1);
    }

    @Test
    void who_serves_drains_or_starts_shares_and_who_has_no_node_does_not() {
        assertThat(proxies(SERVING, PENDING).sharing(3)).isEqualTo(1);
        assertThat(proxies(SERVING, DRAINING, STARTING, PENDING).sharing(1)).isEqualTo(3);
        assertThat(proxies(SERVING, LOST).sharing(1)).isEqualTo(2);
    }

    private static Proxies proxies(ProxyPod... pods) {
        return new Proxies(
                Stream.of(pods)
                        .map(pod -> new Proxies.Seen(pod, Optional.empty()))
                        .toList(),
                true);
    }
}
