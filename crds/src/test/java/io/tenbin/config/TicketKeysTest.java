package io.tenbin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicketKeysTest {
    private final Random random = new Random(1);

    @Test
    void a_new_key_comes_first_and_the_oldest_goes() {
        TicketKeys first = TicketKeys.random(random);

        TicketKeys second = first.rotated(random, 3);
        TicketKeys fourth = second.rotated(random, 3).rotated(random, 3);

        assertThat(second.keys()).hasSize(2);
        assertThat(second.keys().get(1)).isEqualTo(first.keys().getFirst());
        assertThat(fourth.keys()).hasSize(3);
        assertThat(fourth.keys().get(2)).isEqualTo(second.keys().getFirst());
        assertThat(fourth.keys().getFirst())
                .hasSize(TicketKeys.SIZE)
                .isNotEqualTo(fourth.keys().get(1));
    }

    @Test
    void text_is_read_as_it_was_written_and_nothing_else_is() {
        TicketKeys keys = TicketKeys.random(random).rotated(random, 3);

        assertThat(TicketKeys.parse(keys.text())).isEqualTo(keys);
        assertThat(keys.text()).hasLineCount(2);
        assertThat(keys).hasToString("TicketKeys[2]");
        assertThatThrownBy(() -> TicketKeys.parse("")).isInstanceOf(InvalidConfigException.class);
        assertThatThrownBy(() -> TicketKeys.parse("AAAA\n"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("48");
        assertThatThrownBy(() -> TicketKeys.parse("?\n"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("base64");
        assertThatThrownBy(() -> TicketKeys.of(List.of())).isInstanceOf(InvalidConfigException.class);
    }
}
