package io.tenbin.proxy.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One document of a file, and on which line each of its fields stands. YAML 1.1 with aliases and merge keys, as
 * {@code kubectl} reads it; JSON is YAML. A key that stands twice is refused.
 */
final class YamlDocument {
    private static final int LARGEST = 16 << 20;

    private final JsonNode root;
    private final Map<String, Integer> lines;
    private final String prefix;

    private YamlDocument(JsonNode root, Map<String, Integer> lines, String prefix) {
        this.root = root;
        this.lines = lines;
        this.prefix = prefix;
    }

    /** A text that is not YAML. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;
        private final String reason;

        SyntaxException(int line, String reason) {
            super(reason);
            this.line = line;
            this.reason = reason;
        }

        String reason() {
            return reason;
        }

        /** Counted from 1; 0 if not known. */
        int line() {
            return line;
        }
    }

    /** All documents of a text but the empty ones. */
    static List<YamlDocument> parse(String text) throws SyntaxException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        Converter converter = new Converter(options);
        List<YamlDocument> documents = new ArrayList<>();
        try {
            for (Node node : new Yaml(options).composeAll(new StringReader(text))) {
                Map<String, Integer> lines = new HashMap<>();
                JsonNode root = converter.convert(node, "", lines);
                if (!root.isNull()) {
                    documents.add(new YamlDocument(root, lines, ""));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new SyntaxException(line, "not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new SyntaxException(0, "not valid YAML: " + e.getMessage());
        }
        return documents;
    }

    JsonNode root() {
        return root;
    }

    /** The elements of a list as documents of their own. */
    List<YamlDocument> elements(String field) {
        List<YamlDocument> elements = new ArrayList<>();
        for (JsonNode element : root.path(field)) {
            elements.add(new YamlDocument(element, lines, field + "[" + elements.size() + "]"));
        }
        return elements;
    }

    /** The line of a field, or of the nearest one around it that is there, counted from 1. */
    int line(String path) {
        String at = prefix.isEmpty() || path.isEmpty() ? prefix + path : prefix + "." + path;
        while (true) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
            at = end < 0 ? "" : at.substring(0, end);
        }
    }

    private static final class Converter extends SafeConstructor {
        private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

        Converter(LoaderOptions options) {
            super(options);
        }

        JsonNode convert(Node node, String path, Map<String, Integer> lines) throws SyntaxException {
            lines.putIfAbsent(path, node.getStartMark().getLine() + 1);
            return switch (node) {
                case MappingNode mapping -> object(mapping, path, lines);
                case SequenceNode sequence -> array(sequence, path, lines);
                case ScalarNode scalar -> value(scalar);
                default -> JSON.nullNode();
            };
        }

        private ObjectNode object(MappingNode mapping, String path, Map<String, Integer> lines) throws SyntaxException {
            if (depth(path) > 100) {
                throw new YAMLException("nested too deeply at " + path);
            }
            refuseTwice(mapping);
            flattenMapping(mapping);
            ObjectNode object = JSON.objectNode();
            for (NodeTuple field : mapping.getValue()) {
                String name = field.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
                String at = path.isEmpty() ? name : path + "." + name;
                lines.putIfAbsent(at, field.getKeyNode().getStartMark().getLine() + 1);
                object.set(name, convert(field.getValueNode(), at, lines));
            }
            return object;
        }

        /** The keys that stand there: those that a merge brings may be overridden. */
        private static void refuseTwice(MappingNode mapping) throws SyntaxException {
            Set<String> seen = new HashSet<>();
            for (NodeTuple field : mapping.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode key
                        && !key.getTag().equals(Tag.MERGE)
                        && !seen.add(key.getValue())) {
                    throw new SyntaxException(
                            key.getStartMark().getLine() + 1, "not valid YAML: found duplicate key " + key.getValue());
                }
            }
        }

        private ArrayNode array(SequenceNode sequence, String path, Map<String, Integer> lines) throws SyntaxException {
            if (depth(path) > 100) {
                throw new YAMLException("nested too deeply at " + path);
            }
            ArrayNode array = JSON.arrayNode();
            int index = 0;
            for (Node element : sequence.getValue()) {
                array.add(convert(element, path + "[" + index++ + "]", lines));
            }
            return array;
        }

        /** How deep the path is: an alias to what contains it would otherwise never end. */
        private static long depth(String path) {
            return path.chars().filter(c -> c == '.' || c == '[').count();
        }

        private JsonNode value(ScalarNode scalar) {
            String text = scalar.getValue();
            if (!scalar.isPlain()) {
                return JSON.textNode(text);
            }
            return switch (constructObject(scalar)) {
                case null -> JSON.nullNode();
                case Boolean bool -> JSON.booleanNode(bool);
                // YAML 1.1 would read 1:30 as a number of seconds. Nobody means that.
                case Number number when text.indexOf(':') >= 0 -> JSON.textNode(text);
                case Integer number -> JSON.numberNode(number);
                case Long number -> JSON.numberNode(number);
                case BigInteger number -> JSON.numberNode(number);
                case Double number -> JSON.numberNode(number);
                default -> JSON.textNode(text);
            };
        }
    }
}
