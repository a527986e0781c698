package io.tenbin.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import java.util.List;
import org.junit.jupiter.api.Test;

class HopByHopTest {
    private final Fields fields = new Fields();

    @Test
    void what_concerns_one_connection_is_removed() {
        add("Host: a", "Connection: keep-alive", "Keep-Alive: timeout=5", "Proxy-Connection: x", "HTTP2-Settings: x");
        add("Upgrade: websocket", "TE: gzip", "X: y");
        assertThat(stripped(true)).isEqualTo("{Host: a; X: y}");
    }

    @Test
    void named_fields_are_removed_wherever_they_stand() {
        add("X-A: 1", "Connection: x-a, Foo", "foo: 2", "Y: 3", "connection: , close ,\tY", "Z: 4", "X-a: 5");
        assertThat(stripped(false)).isEqualTo("{Z: 4}");
    }

    @Test
    void the_connection_field_cannot_name_away_what_is_ours() {
        add(
                "Connection: Host, X-Forwarded-For, X-Forwarded-Any, Forwarded, X-Real-IP, X-Request-ID, Via, Content-Length");
        add("Connection: Transfer-Encoding, X-Ours, X-Theirs");
        add("Host: 1", "X-Forwarded-For: 2", "X-Forwarded-Any: 3", "Forwarded: 4", "X-Real-IP: 5", "X-Request-ID: 6");
        add("Via: 7", "Content-Length: 8", "Transfer-Encoding: chunked", "x-ours: 9", "x-theirs: 10");
        HopByHop.strip(fields, false, List.of(AsciiString.of("X-Ours")));
        assertThat(Exchange.describe(fields))
                .isEqualTo("{Host: 1; X-Forwarded-For: 2; X-Forwarded-Any: 3; Forwarded: 4; X-Real-IP: 5; "
                        + "X-Request-ID: 6; Via: 7; Content-Length: 8; Transfer-Encoding: chunked; x-ours: 9}");
    }

    @Test
    void an_upgrade_is_relayed_if_wanted_and_named() {
        add("Upgrade: websocket", "Connection: keep-alive, Upgrade, X", "X: 1");
        assertThat(stripped(true)).isEqualTo("{Upgrade: websocket; Connection: Upgrade}");
        assertThat(stripped(false)).isEqualTo("{}");
    }

    @Test
    void an_upgrade_that_is_not_named_is_none() {
        add("Upgrade: websocket", "Connection: keep-alive");
        assertThat(stripped(true)).isEqualTo("{}");
    }

    @Test
    void that_trailers_are_welcome_is_passed_on() {
        add("TE: gzip, Trailers", "Connection: TE");
        assertThat(stripped(false)).isEqualTo("{TE: trailers; Connection: TE}");
    }

    @Test
    void credentials_for_proxies_are_left_alone_unless_named() {
        add("Proxy-Authorization: x", "Proxy-Authenticate: y");
        assertThat(stripped(false)).isEqualTo("{Proxy-Authorization: x; Proxy-Authenticate: y}");
        add("Connection: Proxy-Authorization");
        assertThat(stripped(false)).isEqualTo("{Proxy-Authenticate: y}");
    }

    private void add(String... lines) {
        for (String line : lines) {
            int colon = line.indexOf(": ");
            fields.add(line.substring(0, colon), line.substring(colon + 2));
        }
    }

    private String stripped(boolean relayUpgrade) {
        HopByHop.strip(fields, relayUpgrade);
        return Exchange.describe(fields);
    }
}
