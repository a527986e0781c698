package io.tenbin.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an object has the form that the API server would let in: unknown fields, types, required fields, words, bounds, forms,
 * keys that are unique. The rules between fields (CEL) are not its business: {@code io.tenbin.translate} repeats them
 * with the same words.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class SchemaValidator {
    private static final String API_VERSION = "tenbin.io/v1alpha1";
    private static final Map<String, SchemaValidator> BY_KIND =
            Map.of("LoadBalancer", load("loadbalancers"), "Backend", load("backends"));

    private final Schema spec;

    private SchemaValidator(Schema spec) {
        this.spec = spec;
    }

    /** The validator for a kind of {@code tenbin.io/v1alpha1}; empty for all others, whatever their names. */
    public static Optional<SchemaValidator> of(String apiVersion, String kind) {
        return API_VERSION.equals(apiVersion) ? Optional.ofNullable(BY_KIND.get(kind)) : Optional.empty();
    }

    /**
     * Everything that is wrong with a whole object, at most a hundred violations. {@code metadata} and {@code status} are
     * left alone.
     */
    public List<Violation> validate(JsonNode object) {
        SchemaWalk walk = new SchemaWalk();
        walk.checkObject(object, spec);
        return walk.violations();
    }

    /** The same for the object's {@code spec} alone; paths begin with {@code spec}. */
    public List<Violation> validateSpec(JsonNode value) {
        SchemaWalk walk = new SchemaWalk();
        walk.check("spec", spec, value);
        return walk.violations();
    }

    private static SchemaValidator load(String plural) {
        String resource = "/tenbin/crds/" + plural + ".tenbin.io.yaml";
        try (InputStream definition = SchemaValidator.class.getResourceAsStream(resource)) {
            if (definition == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            JsonNode root =
                    new YAMLMapper().readTree(definition).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
            return new SchemaValidator(SchemaReader.read(root));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
