package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;

/** The one way between {@link ProxyConfig} and bytes. Fields stand in the order of the records, lists in their own. */
public final class ProxyConfigCodec {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Duration.class, new DurationWriter())
                    .addDeserializer(Duration.class, new DurationReader()))
            .build();

    private ProxyConfigCodec() {}

    /** The configuration's bytes and hash. */
    public static EncodedConfig encode(ProxyConfig config) {
        try {
            return EncodedConfig.of(MAPPER.writeValueAsString(config) + "\n");
        } catch (JsonProcessingException e) {
            throw new AssertionError("records of plain values always have a JSON form", e);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws InvalidConfigException if the text is not such a configuration; the message names the place
     */
    public static ProxyConfig decode(String json) {
        try {
            return MAPPER.readValue(json, ProxyConfig.class);
        } catch (JsonProcessingException e) {
            throw new InvalidConfigException("configuration: " + e.getOriginalMessage(), e);
        }
    }

    /** ISO-8601, as {@link Duration#toString()}: exact, and readable in a ConfigMap. */
    private static final class DurationWriter extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.toString());
        }
    }

    private static final class DurationReader extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Duration.parse(parser.getText());
        }
    }
}
