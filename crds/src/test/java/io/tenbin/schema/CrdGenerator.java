package io.tenbin.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.tenbin.api.v1alpha1.ListType;
import io.tenbin.api.v1alpha1.OneOf;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The custom resource definitions from the types. What fabric8's generator leaves out is added here: list types and keys, the
 * words of a closed set, formats of integers, the order of columns. A field without description, and a list or a string
 * without bound, ends the generation.
 */
final class CrdGenerator {
    private static final String QUANTITY =
            "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$";

    private final Class<? extends CustomResource<?, ?>> type;

    CrdGenerator(Class<? extends CustomResource<?, ?>> type) {
        this.type = type;
    }

    String generate(String command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new CRDGenerator()
                .forCRDVersions("v1")
                .customResourceClasses(List.<Class<? extends HasMetadata>>of(type))
                .withParallelGenerationEnabled(false)
                .withObjectMapper(new ObjectMapper(), new KubernetesSerialization())
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        return complete((CustomResourceDefinition) crd);
                    }
                })
                .withOutput(new SingleOutput(bytes))
                .generate();
        String yaml = bytes.toString(StandardCharsets.UTF_8);
        String body = yaml.lines().filter(line -> !line.startsWith("#")).reduce("", (all, line) -> all + line + "\n");
        return "# Generated from the types in io.tenbin.api.v1alpha1, do not edit. To renew:\n# " + command + "\n"
                + body.replaceFirst("^---\n", "");
    }

    private CustomResourceDefinition complete(CustomResourceDefinition crd) {
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
        version.setAdditionalPrinterColumns(Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(CrdGenerator::column)
                .toList());
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        ParameterizedType superclass = (ParameterizedType) type.getGenericSuperclass();
        Type[] parts = superclass.getActualTypeArguments();
        root.setDescription(null);
        root.setRequired(List.of("spec"));
        JSONSchemaProps spec = root.getProperties().get("spec");
        spec.setDescription("What is wanted.");
        complete("spec", spec, (Class<?>) parts[0], true);
        JSONSchemaProps status = root.getProperties().get("status");
        status.setDescription("What was observed.");
        complete("status", status, (Class<?>) parts[1], false);
        return crd;
    }

    private static CustomResourceColumnDefinition column(AdditionalPrinterColumn column) {
        return new CustomResourceColumnDefinitionBuilder()
                .withName(column.name())
                .withType(column.type().name().toLowerCase(Locale.ROOT))
                .withJsonPath(column.jsonPath())
                .withPriority(column.priority() == 0 ? null : column.priority())
                .build();
    }

    private static void complete(String path, JSONSchemaProps schema, Class<?> record, boolean bounded) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = name(component);
            String field = path + "." + name;
            JSONSchemaProps property = schema.getProperties().get(name);
            require(property != null && property.getDescription() != null, field, "has no description");
            OneOf words = component.getAccessor().getAnnotation(OneOf.class);
            if (words != null) {
                JSONSchemaProps worded =
                        component.getType() == List.class ? property.getItems().getSchema() : property;
                worded.setEnum(Arrays.stream(words.value())
                        .map(word -> (com.fasterxml.jackson.databind.JsonNode) TextNode.valueOf(word))
                        .toList());
            }
            require(
                    !"string".equals(property.getType()) || words != null || property.getMaxLength() != null,
                    field,
                    "has no longest length");
            ValidationRule rule = bundled(component, ValidationRule.class);
            if (rule != null) {
                property.setXKubernetesValidations(List.of(new ValidationRuleBuilder()
                        .withRule(rule.value())
                        .withMessage(rule.message())
                        .build()));
            }
            if (Boolean.TRUE.equals(property.getXKubernetesIntOrString())) {
                intOrString(property, component);
            }
            if (component.getType() == Integer.class) {
                property.setFormat("int32");
            } else if (component.getType() == Long.class) {
                property.setFormat("int64");
            }
            require(
                    !bounded || !"integer".equals(property.getType()) || property.getMinimum() != null,
                    field,
                    "has no smallest value");
            if (component.getType() == List.class) {
                list(field, property, component, bounded);
            } else if (component.getType().isRecord()) {
                complete(field, property, component.getType(), bounded);
            } else if ("object".equals(property.getType())) {
                require(property.getMaxProperties() != null, field, "has no greatest number of entries");
                values(property.getAdditionalProperties().getSchema());
            }
        }
    }

    /** A component whose field's name is a word of Java has another one. */
    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }

    /** The generator leaves out all bounds of these; each of them holds for the kind that it can be said of. */
    private static void intOrString(JSONSchemaProps property, RecordComponent component) {
        Pattern pattern = bundled(component, Pattern.class);
        property.setPattern(pattern == null ? null : pattern.value());
        Size size = bundled(component, Size.class);
        property.setMaxLength(size == null ? null : size.max());
        Min min = bundled(component, Min.class);
        property.setMinimum(min == null ? null : min.value());
        Max max = bundled(component, Max.class);
        property.setMaximum(max == null ? null : max.value());
        require(pattern != null && size != null && min != null, component.toString(), "has no bounds");
    }

    /** Quantities as the API server's own types bound them, or labels' values. */
    private static void values(JSONSchemaProps value) {
        if (Boolean.TRUE.equals(value.getXKubernetesIntOrString())) {
            value.setPattern(QUANTITY);
            value.setMaxLength(64L);
            value.setMinimum(0.0);
        } else {
            value.setPattern("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$");
            value.setMaxLength(63L);
        }
    }

    /** An annotation of the component, or of one of its annotations. */
    private static <A extends Annotation> @Nullable A bundled(RecordComponent component, Class<A> type) {
        A own = component.getAccessor().getAnnotation(type);
        return own != null
                ? own
                : Arrays.stream(component.getAccessor().getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(type))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private static void list(String field, JSONSchemaProps property, RecordComponent component, boolean bounded) {
        ListType listType = component.getAccessor().getAnnotation(ListType.class);
        require(listType != null, field, "has no list type");
        require(property.getMaxItems() != null, field, "has no greatest number of items");
        property.setXKubernetesListType(listType.value().name().toLowerCase(Locale.ROOT));
        if (listType.value() == ListType.Kind.MAP) {
            property.setXKubernetesListMapKeys(List.of(listType.key()));
        }
        JSONSchemaProps items = property.getItems().getSchema();
        Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        if (element.isRecord()) {
            complete(field + "[]", items, element, bounded);
        } else {
            if (element == IntOrString.class) {
                elements(items, component);
            }
            require(items.getMaxLength() != null || items.getEnum() != null, field + "[]", "has no longest length");
        }
    }

    private static void elements(JSONSchemaProps items, RecordComponent component) {
        AnnotatedType element =
                ((AnnotatedParameterizedType) component.getAnnotatedType()).getAnnotatedActualTypeArguments()[0];
        items.setMaxLength(element.getAnnotation(Size.class).max());
        items.setMinimum(element.getAnnotation(Min.class).value());
        items.setMaximum(element.getAnnotation(Max.class).value());
    }

    private static void require(boolean condition, String field, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(field + " " + otherwise);
        }
    }

    private record SingleOutput(ByteArrayOutputStream bytes) implements CRDGenerator.CRDOutput<OutputStream> {
        @Override
        public OutputStream outputFor(String crdName) {
            return bytes;
        }

        @Override
        public java.net.URI crdURI(String crdName) {
            return java.net.URI.create("file:///" + crdName);
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
