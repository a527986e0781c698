package io.tenbin.proxy.snapshot;

import static io.tenbin.config.ServerOptions.State.DRAIN;
import static io.tenbin.config.ServerOptions.State.MAINT;
import static io.tenbin.config.ServerOptions.State.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.AlgorithmConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.HashKeyConfig;
import io.tenbin.config.HealthConfig;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.EndpointRegistry;
import io.tenbin.translate.Defaults;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsableMembersTest {
    private final EndpointRegistry registry = new EndpointRegistry();
    private final List<Member> members = new ArrayList<>();

    @Test
    void backups_wait_while_another_member_can_work() {
        member("a", 1, false, READY);
        member("b", 1, true, READY);
        assertThat(usable(false)).containsExactly("a");
    }

    @Test
    void of_the_backups_only_the_first_that_can_work_replaces_the_others() {
        member("a", 1, false, MAINT);
        member("b", 1, true, DRAIN);
        member("c", 1, true, READY);
        member("d", 1, true, READY);
        assertThat(usable(false)).containsExactly("c");
    }

    @Test
    void all_backups_together_replace_the_others_if_asked() {
        member("a", 0, false, READY);
        member("b", 1, true, READY);
        member("c", 0, true, READY);
        member("d", 3, true, READY);
        assertThat(usable(true)).containsExactly("b", "d");
    }

    @Test
    void who_gets_no_new_work_is_still_a_member() {
        member("a", 0, false, READY);
        member("b", 1, false, DRAIN);
        member("c", 1, false, MAINT);
        BackendView view = view(false);
        assertThat(view.usable()).isEmpty();
        assertThat(view.members()).isEqualTo(members);
        assertThat(view.choose(BalanceInput.of(InetAddress.getLoopbackAddress()), Set.of()))
                .isNull();
    }

    @Test
    void one_that_discovery_does_not_offer_gets_no_new_work() {
        members.add(new Member(endpoint("a"), ServerOptions.ofWeight(1), null, false));
        member("b", 1, false, READY);
        assertThat(usable(false)).containsExactly("b");
    }

    @Test
    void a_pod_that_just_refused_a_connection_is_chosen_only_for_want_of_another() {
        pod("a");
        pod("b");
        members.getFirst().endpoint().connectFailed(System.nanoTime());
        BackendView view = view(false);
        BalanceInput anyone = BalanceInput.of(InetAddress.getLoopbackAddress());
        for (int i = 0; i < 10; i++) {
            assertThat(view.choose(anyone, Set.of())).isEqualTo(members.get(1));
        }
        assertThat(view.choose(anyone, Set.of(members.get(1).endpoint()))).isEqualTo(members.getFirst());
        members.get(1).endpoint().connectFailed(System.nanoTime());
        assertThat(view.choose(anyone, Set.of())).isNotNull();
    }

    @Test
    void a_fixed_address_that_just_refused_a_connection_is_chosen_as_ever() {
        member("a", 1, false, READY);
        member("b", 1, false, READY);
        members.getFirst().endpoint().connectFailed(System.nanoTime());
        BackendView view = view(false);
        BalanceInput anyone = BalanceInput.of(InetAddress.getLoopbackAddress());
        assertThat(List.of(
                        Objects.requireNonNull(view.choose(anyone, Set.of())),
                        Objects.requireNonNull(view.choose(anyone, Set.of()))))
                .containsExactlyInAnyOrderElementsOf(members);
        assertThat(members.getFirst().endpoint().isOut(System.nanoTime())).isFalse();
    }

    @Test
    void a_hash_leads_to_a_pod_though_it_just_refused_a_connection() {
        pod("a");
        pod("b");
        BackendView view = view(false, new AlgorithmConfig.ConsistentHash(new HashKeyConfig.Source(), 0));
        BalanceInput anyone = BalanceInput.of(InetAddress.getLoopbackAddress());
        Member own = Objects.requireNonNull(view.choose(anyone, Set.of()));
        own.endpoint().connectFailed(System.nanoTime());
        assertThat(own.endpoint().isOut(System.nanoTime())).isTrue();
        assertThat(view.choose(anyone, Set.of())).isEqualTo(own);
        assertThat(view.choose(anyone, Set.of(own.endpoint()))).isNotEqualTo(own);
    }

    private void pod(String name) {
        Endpoint endpoint = registry.discovered(
                new EndpointId("app", "app", name), name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
        members.add(new Member(endpoint, ServerOptions.ofWeight(1), null, true));
    }

    private void member(String name, int weight, boolean backup, ServerOptions.State state) {
        members.add(new Member(
                endpoint(name), new ServerOptions(weight, backup, state, null, 0, HealthConfig.NONE), null, true));
    }

    private Endpoint endpoint(String name) {
        return registry.endpoint(
                new EndpointId("app", name, name), name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
    }

    private List<String> usable(boolean allBackups) {
        return view(allBackups).usable().stream()
                .map(member -> member.endpoint().name())
                .toList();
    }

    private BackendView view(boolean allBackups) {
        return view(allBackups, new AlgorithmConfig.RoundRobin());
    }

    private BackendView view(boolean allBackups, AlgorithmConfig algorithm) {
        BackendConfig config = new BackendConfig(
                "app",
                BackendMode.TCP,
                new BalanceConfig(algorithm, allBackups, null, Duration.ZERO, List.of()),
                List.of(),
                PersistenceConfig.NONE,
                Defaults.RETRIES,
                Configs.SERVER_TIMEOUTS,
                Defaults.CONNECTION,
                null);
        return new BackendView(config, registry.backend("app"), members, null);
    }
}
