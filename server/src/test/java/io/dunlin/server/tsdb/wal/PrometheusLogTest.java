package io.dunlin.server.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of every kind, in segments of every kind, whole and damaged. */
class PrometheusLogTest {
    private static final Labels LABELS = Labels.of("__name__", "up", "job", "x");
    private static final FloatHistogram WHOLE = new FloatHistogram(
            3,
            CounterResetHint.NOT_RESET,
            1e-9,
            2,
            12,
            34.5,
            new int[] {-4, 2, 3, 1},
            new double[] {4, 1, 3},
            new int[] {0, 1},
            new double[] {2},
            new double[0]);
    private static final FloatHistogram CUSTOM = new FloatHistogram(
            FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
            CounterResetHint.UNKNOWN,
            0,
            0,
            3.5,
            1,
            new int[] {0, 2},
            new double[] {1.5, 2},
            new int[0],
            new double[0],
            new double[] {0.5, 10});

    @TempDir
    private Path directory;

    private final List<String> seen = new ArrayList<>();
    private final List<CorruptDataException> damages = new ArrayList<>();

    /** Writes down what it is told. */
    private final class Notes implements LogVisitor {
        @Override
        public void series(long reference, Labels labels) {
            seen.add(reference + " is " + labels);
        }

        @Override
        public void sample(long reference, long startTime, long time, double value) {
            seen.add(reference + "@" + startTime + "-" + time + "=" + value);
        }

        @Override
        public void histogram(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
            String which = histogram.equals(WHOLE) ? "whole" : histogram.equals(CUSTOM) ? "custom" : "?";
            seen.add(reference + "@" + startTime + "-" + time + "=" + which + integer);
        }

        @Override
        public void deleted(long reference, long first, long last) {
            seen.add(reference + " deleted " + first + "-" + last);
        }

        @Override
        public void other() {
            seen.add("other");
        }
    }

    private List<String> read() throws IOException {
        seen.clear();
        damages.clear();
        PrometheusLog.of(directory).read(new Notes(), damages::add);
        return List.copyOf(seen);
    }

    private void segment(String name, LogBytes content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.bytes());
    }

    private static LogBytes record(int type) {
        return new LogBytes().put(type);
    }

    private static byte[] samples(long first, int count) {
        LogBytes record = record(2).putLong(7).putLong(first);
        for (int i = 0; i < count; i++) {
            record.putSigned(0).putSigned(10L * i).putDouble(i);
        }
        return record.bytes();
    }

    /** Good records, of each type one. */
    static List<LogBytes> recordsOfEveryKind() {
        return List.of(
                record(1).putSeries(7, LABELS).putSeries(8, Labels.of("__name__", "m")),
                record(2)
                        .putLong(7)
                        .putLong(1000)
                        .putSigned(0)
                        .putSigned(0)
                        .putDouble(1.5)
                        .putSigned(1)
                        .putSigned(-10)
                        .putDouble(-2),
                record(3).putLong(8).putSigned(-5).putSigned(900),
                record(4).put(1).put(2),
                record(5).put(1),
                record(6).put(9),
                record(7).putLong(7).putLong(2000).putSigned(0).putSigned(1).putHistogram(WHOLE, true),
                record(8).putLong(7).putLong(2000).putSigned(1).putSigned(2).putHistogram(WHOLE, false),
                record(9).putLong(9).putLong(1).putSigned(0).putSigned(0).putHistogram(WHOLE, true),
                record(10).putLong(9).putLong(1).putSigned(0).putSigned(1).putHistogram(CUSTOM, false),
                record(11)
                        .putSigned(7)
                        .putSigned(3000)
                        .putSigned(2500)
                        .putDouble(1)
                        .putSigned(1)
                        .putSigned(5)
                        .put(0)
                        .putDouble(2)
                        .putSigned(0)
                        .putSigned(6)
                        .put(2)
                        .putSigned(-100)
                        .putDouble(3)
                        .putSigned(0)
                        .putSigned(7)
                        .put(1)
                        .putDouble(4),
                record(12).putSigned(7).putSigned(4000).putSigned(0).putHistogram(WHOLE, true),
                record(13)
                        .putSigned(8)
                        .putSigned(4000)
                        .putSigned(9)
                        .putHistogram(CUSTOM, false)
                        .putSigned(1)
                        .putSigned(1)
                        .put(1)
                        .putHistogram(WHOLE, false));
    }

    @Test
    void readsRecordsOfEveryKind() throws IOException {
        LogBytes segment = new LogBytes();
        for (LogBytes record : recordsOfEveryKind()) {
            segment.putRecord(record.bytes(), LogPageLayout.SNAPPY);
        }
        segment("00000000", segment);
        assertThat(read())
                .containsExactly(
                        "7 is " + LABELS,
                        "8 is {__name__=\"m\"}",
                        "7@0-1000=1.5",
                        "8@0-990=-2.0",
                        "8 deleted -5-900",
                        "other",
                        "other",
                        "7@0-2001=wholetrue",
                        "8@0-2002=wholefalse",
                        "9@0-1=wholetrue",
                        "9@0-2=customfalse",
                        "7@2500-3000=1.0",
                        "8@0-3005=2.0",
                        "8@2400-3006=3.0",
                        "8@2400-3007=4.0",
                        "7@0-4000=wholetrue",
                        "8@9-4000=customfalse",
                        "9@9-4001=wholefalse");
        assertThat(damages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, LogPageLayout.SNAPPY, LogPageLayout.ZSTD})
    void readsRecordsThatCrossPages(int compression) throws IOException {
        LogBytes segment = new LogBytes();
        int count = 0;
        for (int length : new int[] {1, 900, 3_000, 20_000, 2, 2_500}) {
            segment.putRecord(samples(1_000_000L * count, length), compression);
            count += length;
        }
        segment("00000003", segment);
        assertThat(read()).hasSize(count).contains("7@0-0=0.0").contains("7@0-3901199990=19999.0");
        assertThat(damages).isEmpty();
    }

    @Test
    void beginsWithTheNewestCheckpoint() throws IOException {
        segment("00000004", new LogBytes().putRecord(samples(4, 1), 0));
        segment("00000006", new LogBytes().putRecord(samples(6, 1), 0));
        segment("00000005", new LogBytes().putRecord(samples(5, 1), 0));
        segment("00000010", new LogBytes().putRecord(samples(10, 1), 0));
        segment("checkpoint.00000003/00000000", new LogBytes().putRecord(samples(3, 1), 0));
        segment("checkpoint.00000005/00000001", new LogBytes().putRecord(samples(2, 1), 0));
        segment("checkpoint.00000005/00000000", new LogBytes().putRecord(samples(1, 1), 0));
        segment("checkpoint.00000007.tmp/00000000", new LogBytes().putRecord(samples(7, 1), 0));
        assertThat(read()).containsExactly("7@0-1=0.0", "7@0-2=0.0", "7@0-6=0.0", "7@0-10=0.0");
    }

    @Test
    void isEmptyWhereThereIsNone() throws IOException {
        assertThat(PrometheusLog.of(directory.resolve("wal")).bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, LogPageLayout.SNAPPY, LogPageLayout.ZSTD})
    void tellsNothingThatIsNotThereWhereAByteIsFlippedOrTheRestCut(int compression) throws IOException {
        LogBytes segment =
                new LogBytes().putRecord(record(1).putSeries(7, LABELS).bytes(), compression);
        for (int i = 0; i < 4; i++) {
            segment.putRecord(samples(1000 + 100 * i, 3), compression);
        }
        segment("00000001", new LogBytes().putRecord(samples(9_999, 1), 0));
        segment("00000000", segment);
        List<String> all = read();
        byte[] bytes = segment.bytes();
        Path file = directory.resolve("00000000");
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) (1 << bit);
                Files.write(file, damaged);
                requirePrefixAndTheNextSegment(all);
            }
            Files.write(file, java.util.Arrays.copyOf(bytes, at));
            requirePrefixAndTheNextSegment(all);
            assertThat(damages).isEmpty();
        }
    }

    private void requirePrefixAndTheNextSegment(List<String> all) throws IOException {
        List<String> found = read();
        assertThat(found).contains("7@0-9999=0.0").hasSizeLessThan(all.size());
        assertThat(found.subList(0, found.size() - 1)).isEqualTo(all.subList(0, found.size() - 1));
    }

    @Test
    void takesNoMemoryForALengthThatNoSuchRecordCanHave() throws IOException {
        Files.write(directory.resolve("00000000"), PrometheusLogFuzzTest.lying(LogPageLayout.ZSTD));
        segment("00000001", new LogBytes().putRecord(samples(9_999, 1), 0));
        assertThat(read()).containsExactly("7@0-9999=0.0");
        assertThat(damages).singleElement().asString().contains("actual=500000000");
    }
}
