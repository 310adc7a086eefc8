package io.dunlin.tsdb.log;

import io.dunlin.tsdb.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the files of a log: {@code 0000000042.log} is segment 42, {@code spare-7} waits to become one. */
final class LogFiles {
    private static final Pattern SEGMENT = Pattern.compile("([0-9]{10,18})\\.log");
    private static final Pattern SPARE = Pattern.compile("spare-[0-9]+");

    private LogFiles() {}

    /** A segment file and its number. */
    record Segment(long number, Path path) {}

    static Path segment(Path directory, long number) {
        return directory.resolve(String.format(Locale.ROOT, "%010d.log", number));
    }

    static Path spare(Path directory, long id) {
        return directory.resolve("spare-" + id);
    }

    /** Returns the segments by number. */
    static List<Segment> segments(Disk disk, Path directory) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Path path : disk.list(directory)) {
            Matcher name = SEGMENT.matcher(path.getFileName().toString());
            if (name.matches()) {
                segments.add(new Segment(Long.parseLong(name.group(1)), path));
            }
        }
        segments.sort((a, b) -> Long.compare(a.number, b.number));
        return segments;
    }

    static List<Path> spares(Disk disk, Path directory) throws IOException {
        List<Path> spares = new ArrayList<>();
        for (Path path : disk.list(directory)) {
            if (SPARE.matcher(path.getFileName().toString()).matches()) {
                spares.add(path);
            }
        }
        return spares;
    }
}
