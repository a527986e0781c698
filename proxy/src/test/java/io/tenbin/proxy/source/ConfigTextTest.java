package io.tenbin.proxy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {
    private static final String TEXT = "{\"name\":\"shop/edge\",\"word\":\"天秤\"}";

    @Test
    void a_config_map_holds_it_plain_or_compressed() throws IOException {
        assertThat(ConfigText.of(new ConfigMapBuilder()
                        .withData(Map.of("config.json", TEXT))
                        .build()))
                .isEqualTo(TEXT);
        assertThat(ConfigText.of(
                        compressed(Base64.getEncoder().encodeToString(gzip(TEXT.getBytes(StandardCharsets.UTF_8))))))
                .isEqualTo(TEXT);
    }

    @Test
    void what_is_missing_or_broken_is_named() {
        assertThatThrownBy(() -> ConfigText.of(new ConfigMap()))
                .isInstanceOf(IOException.class)
                .hasMessage("it has neither config.json nor config.json.gz");
        assertThatThrownBy(() -> ConfigText.of(compressed("§")))
                .isInstanceOf(IOException.class)
                .hasMessage("config.json.gz is not base64");
        assertThatThrownBy(() -> ConfigText.of(compressed("AAAA"))).isInstanceOf(IOException.class);
    }

    @Test
    void what_unpacks_without_end_is_refused() throws IOException {
        String bomb = Base64.getEncoder().encodeToString(gzip(new byte[(64 << 20) + 1]));

        assertThatThrownBy(() -> ConfigText.of(compressed(bomb)))
                .isInstanceOf(IOException.class)
                .hasMessage("it unpacks to more than 67108864 bytes");
    }

    @Test
    void a_mounted_config_map_is_one_file_or_the_other(@TempDir Path mount) throws IOException {
        Path plain = mount.resolve("config.json");
        assertThat(ConfigText.file(plain)).isNull();

        Path packed = Files.write(mount.resolve("config.json.gz"), gzip(TEXT.getBytes(StandardCharsets.UTF_8)));
        assertThat(ConfigText.file(plain)).isEqualTo(packed);
        assertThat(ConfigText.read(packed)).isEqualTo(TEXT);

        Files.writeString(plain, TEXT);
        assertThat(ConfigText.file(plain)).isEqualTo(plain);
        assertThat(ConfigText.read(plain)).isEqualTo(TEXT);
    }

    private static ConfigMap compressed(String base64) {
        return new ConfigMapBuilder()
                .withBinaryData(Map.of("config.json.gz", base64))
                .build();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
