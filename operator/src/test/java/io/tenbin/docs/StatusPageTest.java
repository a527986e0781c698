package io.tenbin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.translate.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusPageTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void every_reason_is_explained(Reason reason) throws IOException {
        assertThat(Files.readString(Path.of("../docs/status.md"))).contains("`" + reason.word() + "`");
    }
}
