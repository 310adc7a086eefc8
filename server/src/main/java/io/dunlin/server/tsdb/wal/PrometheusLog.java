package io.dunlin.server.tsdb.wal;

import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of Prometheus's with a log: {@code wal}, which holds everything that was appended, or {@code wbl}, which holds
 * what came out of order. Prometheus may be running and writing it. Can be read any number of times.
 */
public final class PrometheusLog {
    private static final Pattern SEGMENT = Pattern.compile("[0-9]+");
    private static final String CHECKPOINT = "checkpoint.";
    private static final Pattern NUMBERED = Pattern.compile("checkpoint\\.[0-9]+");

    private final List<Path> segments;

    private PrometheusLog(List<Path> segments) {
        this.segments = List.copyOf(segments);
    }

    /** Lists what is in a directory; an absent one is an empty log. */
    public static PrometheusLog of(Path directory) throws IOException {
        List<Path> segments = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            Optional<Path> checkpoint = list(directory, NUMBERED).stream()
                    .filter(Files::isDirectory)
                    .max(Comparator.comparingInt(path -> number(path, CHECKPOINT)));
            int first = 0;
            if (checkpoint.isPresent()) {
                segments.addAll(segments(checkpoint.get(), 0));
                first = number(checkpoint.get(), CHECKPOINT) + 1;
            }
            segments.addAll(segments(directory, first));
        }
        return new PrometheusLog(segments);
    }

    private static List<Path> segments(Path directory, int first) throws IOException {
        return list(directory, SEGMENT).stream()
                .filter(path -> Files.isRegularFile(path) && number(path, "") >= first)
                .sorted(Comparator.comparingInt(path -> number(path, "")))
                .toList();
    }

    private static List<Path> list(Path directory, Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            path -> name.matcher(path.getFileName().toString()).matches())
                    .toList();
        }
    }

    private static int number(Path path, String prefix) {
        return Integer.parseInt(path.getFileName().toString().substring(prefix.length()));
    }

    /** Returns the bytes of all segments. */
    public long bytes() throws IOException {
        long sum = 0;
        for (Path segment : segments) {
            sum += Files.size(segment);
        }
        return sum;
    }

    /**
     * Reads everything.
     *
     * @param whenDamaged told of damage; the rest of that segment is left out
     */
    public void read(LogVisitor visitor, Consumer<CorruptDataException> whenDamaged) throws IOException {
        LogRecords records = new LogRecords(visitor);
        for (Path segment : segments) {
            try {
                new LogSegmentReader(record -> records.read(segment.toString(), record)).read(segment);
            } catch (CorruptDataException e) {
                whenDamaged.accept(e);
            }
        }
    }
}
