package io.tenbin.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.translate.Defaults;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfigObjectTest {
    private static final Owner EDGE = new Owner("shop", "edge", "uid");

    @Test
    void a_small_configuration_is_readable_text() {
        ProxyConfig config = config(1);
        ConfigMap object = ConfigObject.of(EDGE, ProxyConfigCodec.encode(config));
        assertThat(object.getData()).containsOnlyKeys(ConfigObject.PLAIN);
        assertThat(ConfigObject.read(object)).contains(config);
        assertThat(ConfigObject.hash(object))
                .isEqualTo(ProxyConfigCodec.encode(config).hash());
        assertThat(ConfigObject.fits(object)).isTrue();
    }

    @Test
    void a_large_configuration_is_compressed_to_the_same_bytes_each_time() {
        ProxyConfig config = config(5_000);
        ConfigMap object = ConfigObject.of(EDGE, ProxyConfigCodec.encode(config));
        assertThat(object.getData()).isEmpty();
        assertThat(object.getBinaryData()).containsOnlyKeys(ConfigObject.COMPRESSED);
        assertThat(ConfigObject.read(object)).contains(config);
        assertThat(ConfigObject.of(EDGE, ProxyConfigCodec.encode(config))).isEqualTo(object);
        assertThat(ConfigObject.fits(object)).isTrue();
    }

    @Test
    void what_cannot_be_read_is_no_configuration() {
        assertThat(ConfigObject.read(new ConfigMap())).isEmpty();
        assertThat(ConfigObject.read(new ConfigMapBuilder()
                        .withData(Map.of(ConfigObject.PLAIN, "{}"))
                        .build()))
                .isEmpty();
        assertThat(ConfigObject.read(new ConfigMapBuilder()
                        .withBinaryData(Map.of(ConfigObject.COMPRESSED, "AAAA"))
                        .build()))
                .isEmpty();
    }

    @Test
    void what_the_api_server_would_refuse_does_not_fit() {
        assertThat(ConfigObject.fits(new ConfigMapBuilder()
                        .withBinaryData(Map.of(ConfigObject.COMPRESSED, "x".repeat(1_000_001)))
                        .build()))
                .isFalse();
    }

    private static ProxyConfig config(int backends) {
        return new ProxyConfig(
                "shop/edge",
                List.of(),
                List.of(),
                IntStream.range(0, backends)
                        .mapToObj(i -> new BackendConfig(
                                "backend-" + i,
                                BackendMode.HTTP,
                                BalanceConfig.DEFAULT,
                                List.of(),
                                PersistenceConfig.NONE,
                                Defaults.RETRIES,
                                Defaults.SERVER_TIMEOUTS,
                                Defaults.CONNECTION,
                                null))
                        .toList(),
                Defaults.DRAIN,
                null);
    }
}
