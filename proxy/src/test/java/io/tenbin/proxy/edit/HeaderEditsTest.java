package io.tenbin.proxy.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import io.tenbin.config.HeaderConfig;
import io.tenbin.config.HeaderRulesConfig;
import io.tenbin.config.ValueTemplate.Message;
import io.tenbin.proxy.http1.Fields;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderEditsTest {
    private final Fields fields = new Fields();

    @Test
    void a_value_is_computed_before_the_fields_of_its_name_go() {
        fields.add("X-A", "one");
        fields.add("x-a", "two, three");

        apply(new HeaderRulesConfig(List.of(new HeaderConfig("X-A", "<%[hdr(x-a)]>")), List.of(), List.of()));

        assertThat(lines()).containsExactly("X-A: <three>");
    }

    @Test
    void first_comes_set_then_add_then_remove() {
        fields.add("X-Old", "o");

        apply(new HeaderRulesConfig(
                List.of(new HeaderConfig("X-Set", "%[req.hdr(x-old)]")),
                List.of(new HeaderConfig("X-Add", "%[req.hdr(x-set)]2"), new HeaderConfig("X-Add", "3")),
                List.of("x-old")));

        assertThat(lines()).containsExactly("X-Set: o", "X-Add: o2", "X-Add: 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%[src]:%[src_port]  | 192.0.2.1:5000",
                "%[dst] %[dst_port]  | 2001:db8::1 443",
                "%[method] %[path]   | GET /p",
                "%[url]              | /p?q",
                "%[host]             | a.test",
                "%[unique-id]        | 4711",
                "%[req.hdr(absent)]. | .",
                "100%%               | 100%",
            })
    void samples_are_put_in(String value, String expected) {
        apply(new HeaderRulesConfig(List.of(new HeaderConfig("X", value)), List.of(), List.of()));

        assertThat(lines()).containsExactly("X: " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a, b | b", "a,\"b,c\" | \"b,c\"", "\"a\\\",b\" | \"a\\\",b\"", "a, | ''", "only | only"})
    void of_a_list_the_last_value_counts(String line, String expected) {
        fields.add("L", line);

        apply(new HeaderRulesConfig(List.of(new HeaderConfig("X", "%[req.hdr(l)]")), List.of(), List.of("l")));

        assertThat(lines()).containsExactly("X: " + expected);
    }

    private void apply(HeaderRulesConfig config) {
        HeaderEdits.compile(config, Message.REQUEST).apply(fields, new Request());
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            lines.add(fields.name(i) + ": " + fields.value(i));
        }
        return lines;
    }

    private record Request() implements SampleInput {
        @Override
        public InetSocketAddress source() {
            return new InetSocketAddress("192.0.2.1", 5000);
        }

        @Override
        public InetAddress destination() {
            return InetAddress.ofLiteral("2001:db8::1");
        }

        @Override
        public int destinationPort() {
            return 443;
        }

        @Override
        public AsciiString method() {
            return AsciiString.of("GET");
        }

        @Override
        public AsciiString uniqueId() {
            return AsciiString.of("4711");
        }

        @Override
        public AsciiString path() {
            return AsciiString.of("/p");
        }

        @Override
        public AsciiString url() {
            return AsciiString.of("/p?q");
        }

        @Override
        public AsciiString host() {
            return AsciiString.of("a.test");
        }
    }
}
