package io.tenbin.proxy.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects in a directory's files, or in one file. An object that becomes broken keeps its last good version, and so do
 * all of a file that cannot be read at all, while the file is there. A directory that is gone as a whole cannot be read:
 * then nothing changes.
 */
final class ObjectDirectory {
    private static final int MOST_NAMED = 10;

    private final Path place;
    private final boolean single;
    private Map<Path, Entry> entries = new TreeMap<>();

    /** What {@link #look} has read, for {@link #read} to take over unless it has changed again. */
    private final Map<Path, Looked> looked = new HashMap<>();

    /** What identifies a file's content well enough not to read it again. */
    private record Stamp(long size, long modified, @Nullable Object key) {}

    /**
     * A file as it was last read.
     *
     * @param good the objects that count, with last good versions of broken ones
     */
    private record Entry(Stamp stamp, ObjectFile read, List<FileObject> good) {}

    /** A file that was read without being taken over. */
    private record Looked(Stamp stamp, ObjectFile read) {}

    /** All objects that count, and all that is wrong. */
    record Content(List<FileObject> objects, List<Complaint> complaints) {}

    /**
     * A directory, or a file.
     *
     * @param place a directory's {@code *.yaml}, {@code *.yml} and {@code *.json} count, but those whose name begins with a dot
     */
    ObjectDirectory(Path place) {
        this.place = place;
        this.single = !Files.isDirectory(place);
    }

    /**
     * Looks for changes without taking them over.
     *
     * @return whether anything changed, and whether for the worse: a file that is gone, empty, or cannot be understood may be
     *     one that is just being saved
     */
    Change look() throws IOException {
        Change change = Change.NONE;
        Map<Path, Stamp> now = stamps();
        for (Path known : entries.keySet()) {
            if (!now.containsKey(known)) {
                return Change.FOR_THE_WORSE;
            }
        }
        for (Map.Entry<Path, Stamp> file : now.entrySet()) {
            Entry known = entries.get(file.getKey());
            if (known == null || !known.stamp.equals(file.getValue())) {
                ObjectFile read = file(file.getKey(), file.getValue());
                if (!read.complaints().isEmpty()
                        || (known != null && read.objects().isEmpty())) {
                    return Change.FOR_THE_WORSE;
                }
                change = Change.FOR_THE_BETTER;
            }
        }
        return change;
    }

    /** What {@link #look} saw. */
    enum Change {
        NONE,
        FOR_THE_BETTER,
        FOR_THE_WORSE
    }

    /** Takes over what is there now. */
    Content read() throws IOException {
        Map<Path, Entry> next = new TreeMap<>();
        for (Map.Entry<Path, Stamp> file : stamps().entrySet()) {
            Entry known = entries.get(file.getKey());
            next.put(
                    file.getKey(),
                    known != null && known.stamp.equals(file.getValue())
                            ? known
                            : entry(file.getValue(), file(file.getKey(), file.getValue()), known));
        }
        entries = next;
        looked.clear();
        return content();
    }

    private ObjectFile file(Path file, Stamp stamp) {
        Looked known = looked.get(file);
        if (known == null || !known.stamp.equals(stamp)) {
            known = new Looked(stamp, ObjectFile.read(file));
            looked.put(file, known);
        }
        return known.read;
    }

    private static Entry entry(Stamp stamp, ObjectFile read, @Nullable Entry known) {
        List<FileObject> good = new ArrayList<>(read.objects());
        if (known != null) {
            Set<FileObject.Identity> here =
                    read.objects().stream().map(FileObject::identity).collect(Collectors.toSet());
            for (FileObject object : known.good) {
                boolean meant = !read.readable() || read.broken().contains(object.identity());
                if (meant && !here.contains(object.identity())) {
                    good.add(object);
                }
            }
        }
        return new Entry(stamp, read, List.copyOf(good));
    }

    private Content content() {
        List<FileObject> objects = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        for (Entry entry : entries.values()) {
            complaints.addAll(entry.read.complaints());
            objects.addAll(entry.good);
        }
        return new Content(each(objects, complaints), complaints);
    }

    /** Each object once, the first that has its name; of the others it is complained. */
    static List<FileObject> each(List<FileObject> objects, List<Complaint> complaints) {
        Map<FileObject.Identity, FileObject> each = new LinkedHashMap<>();
        for (FileObject object : objects) {
            FileObject first = each.putIfAbsent(object.identity(), object);
            if (first != null) {
                complaints.add(object.error(
                        "metadata.name",
                        "metadata.name: stands in " + place(first, object) + ":"
                                + first.document().line("metadata.name") + " already; that one counts"));
            }
        }
        return List.copyOf(each.values());
    }

    /** Directories within this one, a few of them, in which there are files that would count. */
    static List<String> directoriesWithFiles(Path place) throws IOException {
        try (Stream<Path> within = Files.list(place)) {
            return within.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> Files.isDirectory(path) && hasFiles(path))
                    .sorted()
                    .limit(MOST_NAMED)
                    .map(Path::toString)
                    .toList();
        }
    }

    private static boolean hasFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(ObjectDirectory::counts);
        } catch (IOException e) {
            // What cannot be read is not recommended.
            return false;
        }
    }

    private Map<Path, Stamp> stamps() throws IOException {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path file : files()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isRegularFile()) {
                    long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
                    stamps.put(file, new Stamp(attributes.size(), modified, attributes.fileKey()));
                }
            } catch (NoSuchFileException e) {
                // Gone since it was listed, as editors do: the next look decides.
            }
        }
        return stamps;
    }

    private List<Path> files() throws IOException {
        if (single) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(ObjectDirectory::counts)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** By its name alone where the other one lies beside it. */
    private static Path place(FileObject first, FileObject other) {
        Path file = first.file();
        return Objects.equals(file.getParent(), other.file().getParent()) ? file.getFileName() : file;
    }

    private static boolean counts(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }
}
