package io.dunlin.server.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.server.tsdb.wal.LogBytes;
import io.dunlin.tsdb.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which samples of a log are imported: of series with several numbers, deleted ones, beside blocks. */
class PrometheusLogImportTest {
    private static final long START = 1_700_000_000_000L;
    private static final Labels LABELS = Labels.of("__name__", "m", "job", "x");
    private static final Labels OTHER = Labels.of("__name__", "other");

    @TempDir
    private Path directory;

    private final LogBytes log = new LogBytes();
    private final LogBytes outOfOrder = new LogBytes();

    private static LogBytes record(int type) {
        return new LogBytes().put(type);
    }

    private static byte[] series(long reference, Labels labels) {
        return record(1).putSeries(reference, labels).bytes();
    }

    /** A sample so many seconds behind the start. */
    private static byte[] sample(long reference, int second) {
        return sampleAt(reference, START + second * 1000L, second);
    }

    private static byte[] sampleAt(long reference, long time, double value) {
        return record(2)
                .putLong(reference)
                .putLong(time)
                .putSigned(0)
                .putSigned(0)
                .putDouble(value)
                .bytes();
    }

    private static byte[] deletion(long reference, int first, int last) {
        return record(3)
                .putLong(reference)
                .putSigned(START + first * 1000L)
                .putSigned(START + last * 1000L)
                .bytes();
    }

    private static byte[] departure(long reference) {
        return record(3)
                .putLong(reference)
                .putSigned(Long.MIN_VALUE)
                .putSigned(Long.MAX_VALUE)
                .bytes();
    }

    private static void put(LogBytes segment, byte[]... records) throws IOException {
        for (byte[] record : records) {
            segment.putRecord(record, 0);
        }
    }

    private static String run(String... arguments) {
        TsdbRun run = TsdbRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private Path theirs() {
        return directory.resolve("theirs");
    }

    private List<String> imported() throws IOException {
        return imported("");
    }

    private List<String> imported(String words) throws IOException {
        Files.write(Files.createDirectories(theirs().resolve("wal")).resolve("00000000"), log.bytes());
        Files.write(Files.createDirectories(theirs().resolve("wbl")).resolve("00000000"), outOfOrder.bytes());
        String ours = directory.resolve("ours").toString();
        assertThat(run("import", theirs().toString(), ours)).contains(words);
        return run("dump", ours).lines().sorted().toList();
    }

    private static String line(Labels labels, int second) {
        return labels + " " + second + " " + (START + second * 1000L);
    }

    /** Prometheus shows the second and the third only, once it has read this log again. */
    @Test
    void takesSamplesOfEveryNumberOfASeries() throws IOException {
        put(log, series(1, LABELS), sample(1, 1), series(2, LABELS), sample(2, 2), sample(2, 3));
        assertThat(imported()).containsExactly(line(LABELS, 1), line(LABELS, 2), line(LABELS, 3));
    }

    /** A Prometheus that read this log gave the series its first number, and that is what the deletion has. */
    @Test
    void deletesSamplesOfEveryNumberOfASeries() throws IOException {
        put(log, series(1, LABELS), sample(1, 1), series(2, LABELS), sample(2, 2), series(3, OTHER), sample(3, 2));
        put(log, deletion(1, 1, 2), sample(1, 3));
        put(outOfOrder, sample(2, 1));
        assertThat(imported()).containsExactly(line(LABELS, 3), line(OTHER, 2));
    }

    @Test
    void takesDeletionsThatEndBeforeTheyBeginForNone() throws IOException {
        put(log, series(1, LABELS), sample(1, 5), deletion(1, 5, 2), sample(1, 6));
        assertThat(imported()).containsExactly(line(LABELS, 5), line(LABELS, 6));
    }

    /** Nanoseconds where milliseconds were meant. */
    @Test
    void leavesOutTimesThatNoBlockCanHave() throws IOException {
        put(log, series(1, LABELS), sample(1, 1), sampleAt(1, START * 1_000_000, 2), series(2, OTHER), sample(2, 3));
        put(outOfOrder, sampleAt(1, Long.MIN_VALUE, 4), sample(1, 0));
        assertThat(imported("Left out: 2 samples; the first because of: no time: 1700000000000000000"))
                .containsExactly(line(LABELS, 0), line(LABELS, 1), line(OTHER, 3));
    }

    @Test
    void leavesOutWhatAStaleSeriesTookToABlockAndTakesWhatCameWhenItWasBack() throws IOException {
        put(log, series(1, LABELS), sample(1, 1), departure(1), series(2, LABELS), sample(2, 2));
        put(outOfOrder, sample(2, 0));
        assertThat(imported()).containsExactly(line(LABELS, 0), line(LABELS, 2));
    }

    @Test
    void takesSamplesThatAreOlderThanTheEndOfABlockOfStaleSeries() throws IOException {
        Path text = Files.writeString(directory.resolve("stale.om"), "stale 1 1700000100\n# EOF\n");
        run("import", text.toString(), theirs().toString());
        Path block;
        try (var files = Files.list(theirs())) {
            block = files.filter(file -> Files.exists(file.resolve("meta.json")))
                    .findFirst()
                    .orElseThrow();
        }
        Path meta = block.resolve("meta.json");
        String json = Files.readString(meta);
        assertThat(json).contains("from-out-of-order");
        Files.writeString(meta, json.replace("from-out-of-order", "from-stale-series"));
        put(log, series(1, LABELS), sample(1, 1));
        assertThat(imported()).containsExactly(line(LABELS, 1), "{__name__=\"stale\"} 1 1700000100000");
    }
}
