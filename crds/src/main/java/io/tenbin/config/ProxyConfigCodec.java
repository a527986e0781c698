package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
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
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one way between {@link ProxyConfig} and bytes. Fields stand in the order of the records, lists in their own. What is null is
 * left out, and nothing else may be: a setting that nobody makes leaves the bytes as they were before it existed.
 */
public final class ProxyConfigCodec {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .annotationIntrospector(new ByNullness())
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

    /** A component of a record is required unless its type is {@link Nullable}. */
    private static final class ByNullness extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
            return JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS);
        }

        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
            if (member instanceof AnnotatedParameter parameter && components != null) {
                // Not the constructor's parameter: javac 25 leaves the annotation of a nested type out there.
                AnnotatedType type = components[parameter.getIndex()].getAnnotatedType();
                return !type.isAnnotationPresent(Nullable.class);
            }
            return super.hasRequiredMarker(member);
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
