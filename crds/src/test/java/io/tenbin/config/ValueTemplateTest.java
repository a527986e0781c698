package io.tenbin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenbin.config.ValueTemplate.Fetch;
import io.tenbin.config.ValueTemplate.Message;
import io.tenbin.config.ValueTemplate.Sample;
import io.tenbin.config.ValueTemplate.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTemplateTest {

    @Test
    void text_and_samples_stand_in_order() {
        assertThat(ValueTemplate.parse("for=%[src]:%[src_port];100%%", Message.REQUEST)
                        .parts())
                .containsExactly(
                        new Text("for="),
                        new Sample(Fetch.SRC, ""),
                        new Text(":"),
                        new Sample(Fetch.SRC_PORT, ""),
                        new Text(";100%"));
        assertThat(ValueTemplate.parse("", Message.REQUEST).parts()).isEmpty();
    }

    @Test
    void hdr_is_the_field_of_the_message_that_it_stands_in() {
        assertThat(ValueTemplate.parse("%[hdr(X-A)]", Message.REQUEST))
                .isEqualTo(ValueTemplate.parse("%[req.hdr(X-A)]", Message.REQUEST));
        assertThat(ValueTemplate.parse("%[hdr(X-A)]", Message.RESPONSE))
                .isEqualTo(ValueTemplate.parse("%[res.hdr(X-A)]", Message.RESPONSE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "a%",
                "%ci",
                "%[src",
                "%[]",
                "%[nonsense]",
                "%[src(x)]",
                "%[req.hdr]",
                "%[req.hdr()]",
                "%[req.hdr(a b)]",
                "%[res.hdr(x)]",
                "%[SRC]",
                "%[src,lower]",
                "%[ src ]"
            })
    void what_is_no_sample_is_refused_with_what_is_allowed(String value) {
        assertThat(ValueTemplate.problem(value, Message.REQUEST))
                .contains("allowed are %[src], %[src_port]", "%[req.hdr(name)]");
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> ValueTemplate.parse(value, Message.REQUEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%[path]", "%[url]", "%[host]", "%[req.hdr(x)]"})
    void what_belongs_to_the_request_is_gone_when_the_answer_comes(String value) {
        assertThat(ValueTemplate.problem(value, Message.REQUEST)).isNull();
        assertThat(ValueTemplate.problem(value, Message.RESPONSE)).contains("cannot be taken here");
    }
}
