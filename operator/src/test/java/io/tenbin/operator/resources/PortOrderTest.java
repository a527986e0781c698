package io.tenbin.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.operator.resources.PortOrder.Port;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortOrderTest {
    private static final Port WEB = new Port("web", 80, 10080);
    private static final Port REDIS = new Port("redis", 6379, 6379);

    @Test
    void a_new_service_has_all_its_ports_at_once() {
        assertThat(PortOrder.initial(List.of(WEB, REDIS))).isEqualTo(new PortOrder(List.of(WEB, REDIS), List.of()));
    }

    @Test
    void a_new_port_waits_until_every_ready_proxy_has_bound_it() {
        PortOrder waiting =
                PortOrder.next(List.of(WEB, REDIS), List.of(WEB), List.of(Set.of(10080, 6379), Set.of(10080)));
        assertThat(waiting).isEqualTo(new PortOrder(List.of(WEB), List.of(REDIS)));

        PortOrder bound =
                PortOrder.next(List.of(WEB, REDIS), List.of(WEB), List.of(Set.of(10080, 6379), Set.of(10080, 6379)));
        assertThat(bound).isEqualTo(new PortOrder(List.of(WEB, REDIS), List.of()));
    }

    @Test
    void without_a_ready_proxy_nobody_is_waited_for() {
        assertThat(PortOrder.next(List.of(WEB, REDIS), List.of(WEB), List.of()).ports())
                .containsExactly(WEB, REDIS);
    }

    @Test
    void a_removed_port_goes_at_once() {
        assertThat(PortOrder.next(List.of(WEB), List.of(WEB, REDIS), List.of(Set.of(10080, 6379))))
                .isEqualTo(new PortOrder(List.of(WEB), List.of()));
    }

    @Test
    void a_port_stays_where_it_is_until_its_new_pod_port_is_bound() {
        Port moved = new Port("web", 80, 8080);
        assertThat(PortOrder.next(List.of(moved), List.of(WEB), List.of(Set.of(10080))))
                .isEqualTo(new PortOrder(List.of(WEB), List.of(moved)));
        assertThat(PortOrder.next(List.of(moved), List.of(WEB), List.of(Set.of(10080, 8080))))
                .isEqualTo(new PortOrder(List.of(moved), List.of()));
    }

    @Test
    void a_renamed_listener_keeps_its_port() {
        Port renamed = new Port("http", 80, 10080);
        assertThat(PortOrder.next(List.of(renamed), List.of(WEB), List.of(Set.of())))
                .isEqualTo(new PortOrder(List.of(renamed), List.of()));
    }

    @Test
    void the_last_port_is_replaced_at_once_because_a_service_needs_one() {
        assertThat(PortOrder.next(List.of(REDIS), List.of(WEB), List.of(Set.of(10080)))
                        .ports())
                .containsExactly(REDIS);
    }
}
