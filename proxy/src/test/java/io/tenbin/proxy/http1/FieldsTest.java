package io.tenbin.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private final Fields fields = new Fields();

    @Test
    void names_are_compared_without_case_and_lines_keep_their_order() {
        fields.add("A", "1");
        fields.add("b", "2");
        fields.add("a", "3");
        assertThat(fields.count("a")).isEqualTo(2);
        assertThat((Object) fields.first("A")).hasToString("1");
        assertThat((Object) fields.last("A")).hasToString("3");
        assertThat((Object) fields.first("c")).isNull();
        assertThat((Object) fields.last("c")).isNull();
        assertThat(fields.contains("B")).isTrue();
        assertThat(Exchange.describe(fields)).isEqualTo("{A: 1; b: 2; a: 3}");
    }

    @Test
    void set_takes_the_place_of_the_first_line_and_removes_the_others() {
        fields.add("a", "1");
        fields.add("b", "2");
        fields.add("A", "3");
        fields.set("A", "4");
        fields.set("c", "5");
        assertThat(Exchange.describe(fields)).isEqualTo("{a: 4; b: 2; c: 5}");
    }

    @Test
    void remove_takes_all_lines() {
        for (String name : List.of("a", "b", "A", "a", "c")) {
            fields.add(name, "");
        }
        assertThat(fields.remove("a")).isTrue();
        assertThat(fields.remove("a")).isFalse();
        assertThat(Exchange.describe(fields)).isEqualTo("{b: ; c: }");
    }

    @Test
    void lines_can_be_removed_by_their_index() {
        for (int i = 0; i < 100; i++) {
            fields.add("n", String.valueOf(i));
        }
        fields.removeIf(line -> Integer.parseInt(fields.value(line).toString()) % 10 != 7);
        assertThat(fields.size()).isEqualTo(10);
        assertThat((Object) fields.value(3)).hasToString("37");
    }

    @Test
    void elements_are_found_in_all_lines_of_a_list() {
        fields.add("L", "a, \tB ,, c d");
        fields.add("l", "e");
        for (String token : List.of("a", "b", "E", "c d", "")) {
            assertThat(fields.containsToken("l", token)).as(token).isTrue();
        }
        for (String token : List.of("c", "a,", "ab", "f")) {
            assertThat(fields.containsToken("l", token)).as(token).isFalse();
        }
    }

    @Test
    void a_copy_is_changed_alone() {
        fields.add("a", "1");
        Fields copy = fields.copy();
        copy.set("a", "2");
        copy.add("b", "3");
        assertThat(Exchange.describe(fields)).isEqualTo("{a: 1}");
        assertThat(Exchange.describe(copy)).isEqualTo("{a: 2; b: 3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\u007f", "\u001b[2J", "\u0100", "a\u4e16"})
    void a_value_that_could_end_its_line_or_lie_about_itself_is_refused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> fields.add("a", value));
        fields.add("a", "1");
        assertThatIllegalArgumentException().isThrownBy(() -> fields.set("a", value));
        assertThat(Exchange.describe(fields)).isEqualTo("{a: 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a:", "a b", "a\r\n", "\u00e9", "\u4e16"})
    void a_name_that_is_no_token_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> fields.add(name, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> fields.set(name, "1"));
        assertThat(fields.isEmpty()).isTrue();
    }

    @Test
    void the_shared_empty_section_stays_empty() {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> Fields.EMPTY.add("a", "1"));
        assertThat(Fields.EMPTY.remove("a")).isFalse();
        Fields.EMPTY.copy().add("a", "1");
        assertThat(MessageEnd.EMPTY.trailers().isEmpty()).isTrue();
    }

    @Test
    void a_line_beyond_the_last_is_an_error() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> fields.name(0));
    }

    @Test
    void what_is_printed_has_no_values() {
        fields.add("Authorization", "secret");
        assertThat(fields).hasToString("Fields[Authorization]");
    }

    @Test
    void every_well_known_name_is_found_again_as_the_same_object() throws IllegalAccessException {
        for (Field constant : FieldNames.class.getFields()) {
            byte[] name = constant.get(null).toString().getBytes(StandardCharsets.US_ASCII);
            int id = KnownNames.find(name, 0, name.length);
            assertThat(id).as(constant.getName()).isNotNegative();
            assertThat((Object) KnownNames.exact(id, name, 0, name.length)).isSameAs(constant.get(null));
            name[0] ^= 0x20;
            assertThat(KnownNames.find(name, 0, name.length)).isEqualTo(id);
            assertThat((Object) KnownNames.exact(id, name, 0, name.length)).isNull();
        }
    }
}
