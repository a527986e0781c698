package io.tenbin.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What ServiceAccounts have asked of the API server, as it writes that down itself. */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /**
     * The rights that an account has used, such as {@code list pods} or {@code patch deployments.apps}, whatever came of it:
     * who asks for an object that is not there needs the right to.
     *
     * @param account {@code namespace:name}
     */
    public Set<String> used(String account, Instant since) {
        return requests(account, since)
                .filter(request -> !isRefused(request))
                .map(AuditLog::right)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rights that an account has asked for and does not have. */
    public Set<String> refused(String account, Instant since) {
        return requests(account, since)
                .filter(AuditLog::isRefused)
                .map(AuditLog::right)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By the authorizer. The status alone would not tell: it is the same for what comes too late into a namespace that goes. */
    private static boolean isRefused(JsonNode request) {
        return request.path("annotations")
                .path("authorization.k8s.io/decision")
                .asText()
                .equals("forbid");
    }

    private Stream<JsonNode> requests(String account, Instant since) {
        String user = "system:serviceaccount:" + account;
        try (Stream<String> lines = Files.lines(file)) {
            return lines
                    .filter(line -> line.contains(user))
                    .map(AuditLog::read)
                    .filter(request -> request.at("/user/username").asText().equals(user))
                    .filter(request -> !Instant.parse(
                                    request.path("requestReceivedTimestamp").asText())
                            .isBefore(since))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    /** In the words of {@code kubectl auth can-i}. */
    private static String right(JsonNode request) {
        JsonNode object = request.path("objectRef");
        String group = object.path("apiGroup").asText();
        String subresource = object.path("subresource").asText();
        return request.path("verb").asText() + " " + object.path("resource").asText()
                + (group.isEmpty() ? "" : "." + group)
                + (subresource.isEmpty() ? "" : "/" + subresource);
    }
}
