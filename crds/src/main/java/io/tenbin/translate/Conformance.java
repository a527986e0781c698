package io.tenbin.translate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tenbin.schema.SchemaValidator;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object is what its schema allows, whoever let it in: an object may be older than the schema, and a file has met
 * no API server. After this, what the schema promises can be relied on.
 */
final class Conformance {
    /** Writes empty strings, which the resources leave out: they are there, and most are not allowed. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().annotationIntrospector(new EverythingPresent()).build();

    private Conformance() {}

    static void check(HasMetadata object, String kind, @Nullable Object spec, Findings findings) {
        if (spec == null) {
            findings.invalid("spec", "is required");
            return;
        }
        SchemaValidator.of("tenbin.io/v1alpha1", kind)
                .orElseThrow(() -> new IllegalArgumentException(kind))
                .validateSpec(MAPPER.valueToTree(spec))
                .forEach(violation -> findings.invalid(violation.fieldPath(), violation.message()));
        if (ObjectKey.of(object).name().isEmpty()) {
            findings.invalid("metadata.name", "is required");
        }
    }

    private static final class EverythingPresent extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
            return JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS);
        }
    }
}
