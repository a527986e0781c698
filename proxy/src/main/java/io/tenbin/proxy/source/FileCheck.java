package io.tenbin.proxy.source;

import io.tenbin.translate.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the operator would say of the objects in a file or a directory. */
public final class FileCheck {
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
     * Reads and judges.
     *
     * @param place a file, or a directory
     * @param standalone by the rules of {@code tenbin run}, which allows servers on this machine; else by those of a cluster
     * @throws IOException if it cannot be read at all
     */
    public static Result of(Path place, boolean standalone) throws IOException {
        ObjectDirectory.Content content = new ObjectDirectory(place).read();
        List<Complaint> complaints = new ArrayList<>(content.complaints());
        complaints.addAll(Translated.of(content.objects(), Map.of(), standalone ? Policy.STANDALONE : Policy.CLUSTER)
                .complaints());
        complaints.sort(Comparator.comparing(Complaint::file).thenComparingInt(Complaint::line));
        return new Result(content.objects().size(), complaints);
    }
}
