package io.tenbin.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.api.v1alpha1.BackendStatus;
import io.tenbin.api.v1alpha1.EndpointsStatus;
import io.tenbin.api.v1alpha1.UnhealthyEndpointStatus;
import io.tenbin.translate.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointNewsTest {
    private static final EndpointsStatus COUNT = new EndpointsStatus(40, 2, 0, "2/40");
    private static final UnhealthyEndpointStatus DOWN =
            new UnhealthyEndpointStatus("app", "app-0", "Down", "Layer4 timeout", 2);
    private static final UnhealthyEndpointStatus EJECTED =
            new UnhealthyEndpointStatus("app", "app-1", "Ejected", null, 1);

    @Test
    void endpoints_that_have_become_unhealthy_are_warned_of_with_their_reason() {
        List<EndpointNews> news = EndpointNews.between(null, status(COUNT, List.of(DOWN, EJECTED)));

        assertThat(news)
                .containsExactly(
                        new EndpointNews(
                                Reason.ENDPOINT_DOWN, "app/app-0 is down: Layer4 timeout (proxies that see it so: 2)"),
                        new EndpointNews(Reason.ENDPOINT_EJECTED, "app/app-1 is ejected (proxies that see it so: 1)"))
                .noneMatch(EndpointNews::isGood);
    }

    @Test
    void an_endpoint_that_is_unhealthy_no_longer_is_told_of_once() {
        BackendStatus healed = status(COUNT, List.of(EJECTED));

        assertThat(EndpointNews.between(status(COUNT, List.of(DOWN, EJECTED)), healed))
                .containsExactly(new EndpointNews(Reason.ENDPOINT_UP, "app/app-0 is no longer seen as down or ejected"))
                .allMatch(EndpointNews::isGood);
        assertThat(EndpointNews.between(healed, healed)).isEmpty();
    }

    @Test
    void more_proxies_that_see_the_same_are_no_news() {
        UnhealthyEndpointStatus more = new UnhealthyEndpointStatus("app", "app-0", "Down", "Layer4 timeout", 3);

        assertThat(EndpointNews.between(status(COUNT, List.of(DOWN)), status(COUNT, List.of(more))))
                .isEmpty();
    }

    @Test
    void without_a_report_nothing_is_called_up() {
        assertThat(EndpointNews.between(status(COUNT, List.of(DOWN)), status(null, List.of())))
                .isEmpty();
    }

    @Test
    void an_endpoint_that_has_only_lost_its_place_is_not_called_up() {
        List<UnhealthyEndpointStatus> full = IntStream.range(0, BackendObservation.UNHEALTHY)
                .mapToObj(i -> new UnhealthyEndpointStatus("a", "a-" + i, "Down", null, 1))
                .toList();

        assertThat(EndpointNews.between(status(COUNT, List.of(DOWN)), status(COUNT, full)))
                .hasSize(full.size())
                .noneMatch(EndpointNews::isGood);
    }

    private static BackendStatus status(@Nullable EndpointsStatus count, List<UnhealthyEndpointStatus> unhealthy) {
        return new BackendStatus(1L, 1L, List.of(), "HTTP", "RoundRobin", count, unhealthy, List.of("shop/edge"));
    }
}
