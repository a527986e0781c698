package io.tenbin.proxy.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import io.tenbin.config.CookieConfig;
import io.tenbin.config.CookieConfig.Attributes;
import io.tenbin.config.CookieConfig.Handling;
import io.tenbin.config.CookieConfig.Lifetime;
import io.tenbin.config.CookieConfig.Mode;
import io.tenbin.proxy.http1.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieExchangeTest {
    private static final long NOW = 1_700_000_000L;
    private static final Handling INDIRECT = new Handling(true, false, false, false);
    private static final Handling NO_CACHE = new Handling(true, true, false, false);
    private static final Handling POST_ONLY = new Handling(false, false, true, false);
    private static final Handling PRESERVE = new Handling(false, false, false, true);

    private final Fields request = new Fields();
    private final Fields answer = new Fields();

    @Test
    void a_client_without_a_cookie_gets_the_one_of_its_server() {
        CookieExchange cookie = read(insert(Handling.NONE), null);
        assertThat(cookie.server()).isNull();
        cookie.answer(200, answer, "proxy01");

        assertThat(lines(answer)).containsExactly("set-cookie: SERVERID=proxy01; path=/");
        assertThat(cookie.flags()).isEqualTo("NI");
    }

    @Test
    void a_client_that_goes_where_its_cookie_says_gets_none() {
        CookieExchange cookie = read(insert(Handling.NONE), "a=b; SERVERID=proxy01; c=d");
        assertThat(cookie.server()).isEqualTo("proxy01");
        cookie.sticks();
        cookie.forward(request);
        cookie.answer(200, answer, "proxy01");

        assertThat(lines(request)).containsExactly("Cookie: a=b; SERVERID=proxy01; c=d");
        assertThat(answer.isEmpty()).isTrue();
        assertThat(cookie.flags()).isEqualTo("VN");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "SERVERID=proxy01,              -",
                "a=b; SERVERID=proxy01,         a=b",
                "SERVERID=proxy01; a=b,         a=b",
                "a=b;SERVERID=proxy01;c=d,      a=b; c=d",
                "a=b; SERVERID=x; SERVERID=y,   a=b",
                "a=SERVERID=x; XSERVERID=y,     a=SERVERID=x; XSERVERID=y",
                "serverid=x,                    serverid=x",
                "SERVERID = x; a=b,             a=b",
                "'SERVERID=x, c=d; a=b',        c=d; a=b"
            })
    void with_indirect_servers_do_not_see_it(String before, @Nullable String after) {
        CookieExchange cookie = read(insert(INDIRECT), before);
        cookie.forward(request);

        assertThat(lines(request)).isEqualTo(after == null ? List.of() : List.of("Cookie: " + after));
    }

    @Test
    void a_client_whose_server_is_down_or_unknown_gets_the_new_ones() {
        CookieExchange down = read(insert(Handling.NONE), "SERVERID=proxy01");
        down.down();
        down.answer(200, answer, "proxy02");
        assertThat(lines(answer)).containsExactly("set-cookie: SERVERID=proxy02; path=/");
        assertThat(down.flags()).isEqualTo("DI");

        answer.remove("set-cookie");
        CookieExchange unknown = read(insert(Handling.NONE), null);
        unknown.unknown();
        unknown.answer(200, answer, "proxy02");
        assertThat(unknown.flags()).isEqualTo("II");
    }

    @Test
    void a_server_without_a_value_takes_the_cookie_away() {
        CookieExchange cookie = read(insert(Handling.NONE), "SERVERID=proxy01");
        cookie.down();
        cookie.answer(200, answer, null);

        assertThat(lines(answer))
                .containsExactly("set-cookie: SERVERID=; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/");
    }

    @Test
    void attributes_stand_in_their_order() {
        CookieConfig config = new CookieConfig(
                "S", Mode.INSERT, Handling.NONE, new Attributes(".example.com", true, true, "Lax"), Lifetime.UNLIMITED);
        read(config, null).answer(200, answer, "x");

        assertThat(lines(answer))
                .containsExactly("set-cookie: S=x; path=/; domain=.example.com; HttpOnly; Secure; SameSite=Lax");
    }

    @ParameterizedTest
    @CsvSource({
        "200, ETag,          x,               true",
        "200, Cache-Control, max-age=60,      true",
        "200, Cache-Control, max-age=0,       false",
        "200, Cache-Control, 'no-store, max-age=3', false",
        "200, Last-Modified, x,               true",
        "200, X-Other,       x,               false",
        "302, ETag,          x,               false",
        "404, Expires,       x,               true"
    })
    void what_a_cache_might_keep_is_marked_private_with_no_cache(
            int status, String field, String value, boolean isMarked) {
        answer.add(field, value);
        read(insert(NO_CACHE), null).answer(status, answer, "proxy01");

        assertThat(lines(answer).contains("cache-control: private")).isEqualTo(isMarked);
    }

    @Test
    void nothing_is_marked_where_no_cookie_is_set() {
        answer.add("ETag", "x");
        CookieExchange cookie = read(insert(NO_CACHE), "SERVERID=proxy01");
        cookie.sticks();
        cookie.answer(200, answer, "proxy01");

        assertThat(lines(answer)).containsExactly("ETag: x");
    }

    @Test
    void with_post_only_a_get_sets_nothing() {
        read(insert(POST_ONLY), null).answer(200, answer, "proxy01");
        assertThat(answer.isEmpty()).isTrue();

        CookieExchange.read(insert(POST_ONLY), AsciiString.of("POST"), request, NOW)
                .answer(200, answer, "proxy01");
        assertThat(lines(answer)).containsExactly("set-cookie: SERVERID=proxy01; path=/");
    }

    @Test
    void a_cookie_of_that_name_from_the_server_gives_way_unless_it_is_preserved() {
        answer.add("Set-Cookie", "other=1");
        answer.add("Set-Cookie", "SERVERID=mine; path=/app");
        CookieExchange cookie = read(insert(Handling.NONE), "SERVERID=proxy01");
        cookie.sticks();
        cookie.answer(200, answer, "proxy01");
        assertThat(lines(answer)).containsExactly("Set-Cookie: other=1");
        assertThat(cookie.flags()).isEqualTo("VD");

        answer.add("Set-Cookie", "SERVERID=; path=/app");
        CookieExchange preserved = read(insert(PRESERVE), null);
        preserved.answer(200, answer, "proxy01");
        assertThat(lines(answer)).containsExactly("Set-Cookie: other=1", "Set-Cookie: SERVERID=; path=/app");
        assertThat(preserved.flags()).isEqualTo("NP");
    }

    @Test
    void rewriting_gives_the_servers_cookie_our_value_and_makes_none() {
        answer.add("Set-Cookie", "SERVERID=anything; path=/app");
        CookieExchange cookie = read(of(Mode.REWRITE, Lifetime.UNLIMITED), null);
        cookie.answer(200, answer, "proxy01");
        assertThat(lines(answer)).containsExactly("Set-Cookie: SERVERID=proxy01; path=/app");
        assertThat(cookie.flags()).isEqualTo("NR");

        Fields without = new Fields();
        read(of(Mode.REWRITE, Lifetime.UNLIMITED), null).answer(200, without, "proxy01");
        assertThat(without.isEmpty()).isTrue();
    }

    @Test
    void a_prefix_is_put_before_the_servers_value_and_taken_off_again() {
        CookieExchange cookie = read(of(Mode.PREFIX, Lifetime.UNLIMITED), "JSESSIONID=x; SERVERID=proxy01~s~1");
        assertThat(cookie.server()).isEqualTo("proxy01");
        cookie.sticks();
        cookie.forward(request);
        assertThat(lines(request)).containsExactly("Cookie: JSESSIONID=x; SERVERID=s~1");

        answer.add("Set-Cookie", "SERVERID=s2; Path=/");
        cookie.answer(200, answer, "proxy01");
        assertThat(lines(answer)).containsExactly("Set-Cookie: SERVERID=proxy01~s2; Path=/");
    }

    @Test
    void dates_are_written_and_kept() {
        Lifetime both = new Lifetime(Duration.ofMinutes(30), Duration.ofHours(8));
        read(of(Mode.INSERT, both), null).answer(200, answer, "s1");
        assertThat(lines(answer)).containsExactly("set-cookie: SERVERID=s1|ZVPxA|ZVPxA; path=/");

        String older = date(NOW - 600);
        CookieExchange again = read(of(Mode.INSERT, both), "SERVERID=s1|" + older + "|" + older);
        assertThat(again.server()).isEqualTo("s1");
        again.sticks();
        answer.remove("set-cookie");
        again.answer(200, answer, "s1");
        assertThat(lines(answer)).containsExactly("set-cookie: SERVERID=s1|ZVPxA|" + older + "; path=/");
        assertThat(again.flags()).isEqualTo("VU");
    }

    @Test
    void what_was_idle_for_too_long_lives_too_long_or_comes_from_the_future_is_not_believed() {
        Lifetime idle = new Lifetime(Duration.ofMinutes(30), null);
        Lifetime life = new Lifetime(null, Duration.ofHours(8));

        CookieExchange expired = read(of(Mode.INSERT, idle), "SERVERID=s1|" + date(NOW - 1900));
        assertThat(expired.server()).isNull();
        assertThat(expired.flags()).isEqualTo("EN");
        CookieExchange old = read(of(Mode.INSERT, life), "SERVERID=s1|" + date(NOW - 8) + "|" + date(NOW - 40_000));
        assertThat(old.server()).isNull();
        assertThat(old.flags()).isEqualTo("ON");
        assertThat(read(of(Mode.INSERT, idle), "SERVERID=s1|" + date(NOW + 90_000))
                        .server())
                .isNull();
        assertThat(read(of(Mode.INSERT, idle), "SERVERID=s1|" + date(NOW + 3_600))
                        .server())
                .isEqualTo("s1");
    }

    @Test
    void a_cookie_without_a_date_is_believed_and_dated() {
        CookieExchange cookie = read(of(Mode.INSERT, new Lifetime(Duration.ofMinutes(30), null)), "SERVERID=s1");
        assertThat(cookie.server()).isEqualTo("s1");
        cookie.sticks();
        cookie.answer(200, answer, "s1");

        assertThat(lines(answer)).containsExactly("set-cookie: SERVERID=s1|ZVPxA; path=/");
    }

    private CookieExchange read(CookieConfig config, @Nullable String cookies) {
        request.remove("Cookie");
        if (cookies != null) {
            request.add("Cookie", cookies);
        }
        return CookieExchange.read(config, AsciiString.of("GET"), request, NOW);
    }

    private static String date(long seconds) {
        StringBuilder out = new StringBuilder();
        CookieDate.write(out, seconds);
        return out.toString();
    }

    private static CookieConfig insert(Handling handling) {
        return new CookieConfig("SERVERID", Mode.INSERT, handling, Attributes.NONE, Lifetime.UNLIMITED);
    }

    private static CookieConfig of(Mode mode, Lifetime lifetime) {
        return new CookieConfig("SERVERID", mode, Handling.NONE, Attributes.NONE, lifetime);
    }

    private static List<String> lines(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            lines.add(fields.name(i) + ": " + fields.value(i));
        }
        return lines;
    }
}
