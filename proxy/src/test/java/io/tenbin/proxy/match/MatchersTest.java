package io.tenbin.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import io.tenbin.condition.NamedAcl;
import io.tenbin.condition.Refusal;
import io.tenbin.config.AclConfig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators and fetches. Rows with HAProxy's name were seen to come out so in HAProxy 2.6.12. */
class MatchersTest {

    @ParameterizedTest
    @CsvSource({
        "www.google.co.jp:443, www.google.co.jp, true",
        "http://www.google.co.jp/x, www.google.co.jp, true",
        "a.www.google.co.jp:443, www.google.co.jp, true",
        "www.google.co.jp.evil.com:443, www.google.co.jp, true",
        "http://evil.com/www.google.co.jp/, www.google.co.jp, true",
        "http://evil.com/?u=www.google.co.jp, www.google.co.jp, false",
        "www.google.co.jpx:443, www.google.co.jp, false",
        "http://evil.com/-www.google.co.jp, www.google.co.jp, false",
        "http://www1.dc-eu.example.com:80/blah, http, true",
        "http://www1.dc-eu.example.com:80/blah, www1, true",
        "http://www1.dc-eu.example.com:80/blah, .www1, true",
        "http://www1.dc-eu.example.com:80/blah, dc-eu, true",
        "http://www1.dc-eu.example.com:80/blah, example, true",
        "http://www1.dc-eu.example.com:80/blah, com, true",
        "http://www1.dc-eu.example.com:80/blah, 80, true",
        "http://www1.dc-eu.example.com:80/blah, dc-eu.example, true",
        "http://www1.dc-eu.example.com:80/blah, blah, true",
        "http://www1.dc-eu.example.com:80/blah, :www1:, true",
        "http://www1.dc-eu.example.com:80/blah, eu, false",
        "http://www1.dc-eu.example.com:80/blah, dc, false",
        "http://www1.dc-eu.example.com:80/blah, dc-eu.example:80, false",
    })
    void a_domain_is_bounded_by_slashes_question_marks_dots_and_colons(String url, String value, boolean expected)
            throws Refusal {
        assertThat(holds(Request.of(url), "URL", "Domain", value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/images, true",
        "images/png, true",
        "/png/logo, true",
        "logo/32x32.png, true",
        "32x32.png, true",
        "png, true",
        "32x32, false",
        "IMAGES, false",
    })
    void a_subdirectory_is_bounded_by_slashes_and_question_marks(String value, boolean expected) throws Refusal {
        assertThat(holds(Request.of("/images/png/logo/32x32.png"), "Path", "Subdir", value))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Exact, /a/b, true",
        "Exact, /a/B, false",
        "Exact, /a, false",
        "Exact, /a/bc, false",
        "Prefix, /a, true",
        "Prefix, /a/b, true",
        "Prefix, /a/bc, false",
        "Prefix, /A, false",
        "Suffix, b, true",
        "Suffix, /a/b, true",
        "Suffix, x/a/b, false",
        "Suffix, a, false",
        "Substring, a/, true",
        "Substring, /a/b, true",
        "Substring, ab, false",
        "Regex, ^/a/.$, true",
        "Regex, /b, true",
        "Regex, ^b, false",
        "Regex, /A, false",
        "Length, 4, true",
        "Length, 5:, false",
        "Length, :4, true",
        "Length, 2:3, false",
        "Length, gt 3, true",
        "Length, ne 4, false",
        "Found, , true",
    })
    void a_text_is_compared_byte_for_byte(String operator, String value, boolean expected) throws Refusal {
        String[] values = value == null ? new String[0] : new String[] {value};

        assertThat(holds(Request.of("/a/b"), "Path", operator, values)).isEqualTo(expected);
        assertThat(holds(Request.of("/x").sliced(slice("h"), slice("/a/b")), "Path", operator, values))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Exact, /A/b.PNG",
        "Prefix, /A",
        "Suffix, .png",
        "Substring, /B.p",
        "Subdir, A",
        "Domain, b",
        "Regex, ^/A/b"
    })
    void case_may_be_ignored(String operator, String value) throws Refusal {
        Request request = Request.of("/a/B.Png");

        assertThat(compiled("Path", operator, true, value).holds(request)).isTrue();
        assertThat(compiled("Path", operator, false, value).holds(request)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, shop.test, true",
        "shop.test, a.shop.test, false",
        "*.shop.test, a.shop.test, true",
        "*.shop.test, a.b.shop.test, true",
        "*.shop.test, shop.test, false",
        "*.shop.test, .shop.test, false",
        "*.shop.test, xshop.test, false",
        "shop.test, http://SHOP.test:8080/x, true",
        "shop.test, shop.test:443, true",
        "shop.test, http://shop.test?x=/, true",
        "shop.test, http://evil.test/shop.test, false",
        "shop.test, http://shop.test.evil.test/, false",
        "shop.test, /shop.test, false",
        "shop.test, /http://shop.test/, false",
        "[2001:db8::1], http://[2001:DB8::1]:80/, true",
    })
    void a_host_is_what_an_authority_names_and_nothing_else(String value, String url, boolean expected) throws Refusal {
        assertThat(holds(Request.of(url), "URL", "Host", value)).isEqualTo(expected);
        assertThat(holds(Request.of("/").with("x-host", url), "Header(X-Host)", "Host", value))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "HAProxy: {0} {1} {2}")
    @CsvSource({
        "'a,,b', Exact, b, true",
        "'a,,b', Exact, 'a,,b', false",
        "'\"a,b\"', Exact, '\"a,b\"', true",
        "' a , b', Exact, a, true",
        "'', Found, , true",
        "'', Length, 0, true",
        "'', Integer, 0, false",
        "5, Integer, 5, true",
        "5a, Integer, 5, true",
        "-5, Integer, lt 0, true",
        "+5, Integer, 5, true",
        "abc, Integer, 0, true",
        "99999999999999999999, Integer, gt 100, true",
        "10.1.2.3, CIDR, 10.0.0.0/8, true",
        "10.1.2.3:80, CIDR, 10.0.0.0/8, true",
        "'z,10.1.2.3', CIDR, 10.0.0.0/8, true",
        "10.1.2, CIDR, 10.0.0.0/8, false",
        "11.1.2.3, CIDR, 10.0.0.0/8, false",
        "2001:db8::7, CIDR, 2001:db8::/32, true",
    })
    void each_element_of_a_field_is_looked_at(String field, String operator, String value, boolean expected)
            throws Refusal {
        Request request = Request.of("/").with("x-b", "0").with("x-a", field);
        String[] values = value == null ? new String[0] : new String[] {value};

        assertThat(holds(request, "Header(X-A)", operator, values)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "HAProxy: {0} {1}")
    @CsvSource({
        "c=v, v, true",
        "c=, found, false",
        "c=;, found, true",
        "'c = v ;d=e', v, true",
        "'d=\"x;c=v\"', found, false",
        "'d=1,c=v', v, true",
        "$c=v, found, false",
        "c, found, false",
        "C=v, found, false",
        "'d; c=v', v, true",
        "'c=v2; c=v', v, true",
        "'c=\"v\"', v, false",
        "'c=\"v\"', found, true",
    })
    void each_cookie_of_a_name_is_looked_at(String cookies, String value, boolean expected) throws Refusal {
        Request request = Request.of("/").with("Cookie", cookies);

        assertThat(
                        value.equals("found")
                                ? holds(request, "Cookie(c)", "Found")
                                : holds(request, "Cookie(c)", null, value))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "HAProxy: {0} {1}")
    @CsvSource({
        "/?q=v, v, true",
        "/?q=, found, true",
        "/?q=, v, false",
        "/?q, found, false",
        "/?a=1;q=v, v, true",
        "/?a?q=v, v, true",
        "/?xq=v, found, false",
        "/?q=w&q=v, v, true",
        "/?a=1&&q=v, v, true",
        "/?q=v?z, v, true",
        "/?q=v;z, v, true",
        "/q=v, found, false",
        "/?q=%76, v, false",
    })
    void each_parameter_of_a_name_is_looked_at(String url, String value, boolean expected) throws Refusal {
        assertThat(
                        value.equals("found")
                                ? holds(Request.of(url), "Query(q)", "Found")
                                : holds(Request.of(url), "Query(q)", null, value))
                .isEqualTo(expected);
    }

    @Test
    void what_is_not_there_matches_nothing() throws Refusal {
        assertThat(holds(Request.of("h:443").method("CONNECT"), "Path", "Found"))
                .isFalse();
        assertThat(holds(Request.of("*"), "Path", "Length", ":9")).isFalse();
        assertThat(holds(new Request("", "/"), "Host", "Found")).isFalse();
        assertThat(holds(Request.of("/"), "Header(x)", "Length", ":9")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.0.0.0/8, true",
        "11.1.2.3, 10.0.0.0/8, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.4, 10.1.2.3, false",
        "10.127.255.255, 10.0.0.0/9, true",
        "10.128.0.0, 10.0.0.0/9, false",
        "1.2.3.4, 0.0.0.0/0, true",
        "2001:db8::1, 0.0.0.0/0, false",
        "1.2.3.4, ::/0, true",
        "2001:db8::1, 2001:db8::/33, true",
        "2001:db8:8000::1, 2001:db8::/33, false",
        "::ffff:10.1.2.3, 10.0.0.0/8, true",
    })
    void an_address_is_in_a_network(String address, String network, boolean expected) throws Refusal {
        assertThat(holds(Request.of("/").from(address, 1), "SourceAddress", null, network))
                .isEqualTo(expected);
        assertThat(holds(Request.of("/").to(address, 1), "DestinationAddress", null, network))
                .isEqualTo(expected);
    }

    @Test
    void many_networks_are_told_apart() throws Refusal {
        String[] networks = IntStream.range(0, 500)
                .mapToObj(i -> "10." + i / 250 + "." + i % 250 + ".0/" + (24 + i % 3))
                .toArray(String[]::new);
        Matcher<MatchInput> matcher = compiled("SourceAddress", null, false, networks);

        for (int i = 0; i < 500; i++) {
            String prefix = "10." + i / 250 + "." + i % 250 + ".";
            assertThat(matcher.holds(Request.of("/").from(prefix + "1", 1))).isTrue();
            assertThat(matcher.holds(Request.of("/").from(prefix + "129", 1))).isEqualTo(i % 3 == 0);
        }
        assertThat(matcher.holds(Request.of("/").from("10.2.0.1", 1))).isFalse();
    }

    @Test
    void many_words_are_told_apart() throws Refusal {
        String[] words = IntStream.range(0, 1000).mapToObj(i -> "/w" + i + "/").toArray(String[]::new);

        assertThat(holds(Request.of("/w999/"), "Path", "Exact", words)).isTrue();
        assertThat(holds(Request.of("/w1000/"), "Path", "Exact", words)).isFalse();
        assertThat(holds(Request.of("/w999/x"), "Path", "Prefix", words)).isTrue();
        assertThat(holds(Request.of("/w1000/x"), "Path", "Prefix", words)).isFalse();
        assertThat(holds(Request.of("/x/w999/"), "Path", "Suffix", words)).isTrue();
        assertThat(holds(Request.of("/x/w1000/"), "Path", "Suffix", words)).isFalse();
    }

    @Test
    void ports_servers_methods_and_versions_are_looked_at() throws Refusal {
        Request request =
                Request.of("/").from("192.0.2.1", 40_000).to("192.0.2.2", 443).up("app", 2);

        assertThat(holds(request, "SourcePort", null, "ge 1024")).isTrue();
        assertThat(holds(request, "SourcePort", null, "lt 1024")).isFalse();
        assertThat(holds(request, "DestinationPort", null, "80", "443")).isTrue();
        assertThat(holds(request, "DestinationPort", null, "80", "444:")).isFalse();
        assertThat(holds(request, "BackendServersUp(app)", null, "2")).isTrue();
        assertThat(holds(request, "BackendServersUp(other)", null, "gt 0")).isFalse();
        assertThat(holds(request.method("PUT"), "Method", null, "POST", "PUT")).isTrue();
        assertThat(holds(request.method("put"), "Method", null, "POST", "PUT")).isFalse();
    }

    private static boolean holds(Request request, String fetch, String operator, String... values) throws Refusal {
        return compiled(fetch, operator, false, values).holds(request);
    }

    private static Matcher<MatchInput> compiled(String fetch, String operator, boolean ignoreCase, String... values)
            throws Refusal {
        AclConfig acl =
                new AclConfig("a", List.of(NamedAcl.matcher(fetch, operator, Arrays.asList(values), ignoreCase)));
        return AclTable.of(List.of(acl), AclTable.EMPTY).ofRequest("a");
    }

    private static AsciiString slice(String text) {
        return new AsciiString("GET " + text + " HTTP").subSequence(4, 4 + text.length(), false);
    }
}
