package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.tenbin.translate.Policy;
import io.tenbin.translate.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator would say of the objects in files and directories. */
public final class FileCheck {
    /** Stands for the input that is given beside the files. */
    public static final Path INPUT = Path.of("-");

    private FileCheck() {}

    /**
     * The verdict.
     *
     * @param objects how many objects were looked at
     * @param complaints in the order of files and lines
     */
    public record Result(int objects, List<Complaint> complaints) {

        /** Whether anything keeps an object out of force. */
        public boolean hasErrors() {
            return complaints.stream().anyMatch(complaint -> complaint.severity() == Complaint.Severity.ERROR);
        }
    }

    /**
     * Reads and judges one file or directory.
     *
     * @param standalone by the rules of {@code tenbin run}, which allows servers on this machine; else by those of a cluster
     * @throws IOException if it cannot be read at all
     */
    public static Result of(Path place, boolean standalone) throws IOException {
        return of(List.of(place), InputStream.nullInputStream(), standalone);
    }

    /**
     * Reads and judges several, as one.
     *
     * @param places files and directories, or {@link #INPUT}
     * @param input what {@link #INPUT} stands for; in UTF-8
     * @param standalone by the rules of {@code tenbin run}, which allows servers on this machine; else by those of a cluster
     * @throws IOException if one cannot be read at all
     */
    public static Result of(List<Path> places, InputStream input, boolean standalone) throws IOException {
        List<FileObject> objects = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        for (Path place : places) {
            if (place.equals(INPUT)) {
                ObjectFile read = parse(input);
                objects.addAll(read.objects());
                complaints.addAll(read.complaints());
            } else {
                ObjectDirectory.Content content = new ObjectDirectory(place).read();
                objects.addAll(content.objects());
                complaints.addAll(content.complaints());
                String nothing = content.complaints().isEmpty() ? nothingIn(place) : null;
                if (nothing != null) {
                    complaints.add(Complaint.error(place, 0, "", nothing));
                }
            }
        }
        List<FileObject> each = ObjectDirectory.each(objects, complaints);
        complaints.addAll(Translated.of(
                        each, Map.of(), Secrets.at(Instant.now()), standalone ? Policy.STANDALONE : Policy.CLUSTER)
                .complaints());
        complaints.sort(Comparator.comparing(Complaint::file).thenComparingInt(Complaint::line));
        return new Result(each.size(), complaints);
    }

    /**
     * What to say of a directory in whose files there is no object.
     *
     * @return null if there is one, or it is a file
     * @throws IOException if it cannot be read
     */
    public static @Nullable String nothingIn(Path place) throws IOException {
        if (!Files.isDirectory(place)
                || new ObjectDirectory(place)
                        .read().objects().stream()
                                .anyMatch(object -> !(object.value() instanceof Secret)
                                        && !(object.value() instanceof ConfigMap))) {
            return null;
        }
        List<String> below = ObjectDirectory.directoriesWithFiles(place);
        return "there is no LoadBalancer, Backend, Service or EndpointSlice in the files *.yaml, *.yml and *.json of this directory"
                + (below.isEmpty() ? "" : "; subdirectories are not read, name them: " + String.join(", ", below));
    }

    private static ObjectFile parse(InputStream input) throws IOException {
        byte[] bytes = input.readAllBytes();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            return ObjectFile.parse(INPUT, text);
        } catch (CharacterCodingException e) {
            throw new IOException("standard input is not text in UTF-8", e);
        }
    }
}
