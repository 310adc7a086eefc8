package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Start timestamps in a block's sidecar: found again, and where they are damaged the samples are served without them. */
@ExtendWith(NoMemoryLeak.class)
class BlockStartsTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final long END = 1_000_000;

    @TempDir
    private Path directory;

    private Path write(MemorySource source) throws IOException {
        TestBlocks.write(directory, source, ULID, 0, END);
        return directory.resolve(ULID.toString());
    }

    private static Labels labels(int series) {
        return Labels.of("__name__", "m", "s", String.format(Locale.ROOT, "%04d", series));
    }

    private static MemorySource source(int seriesCount, int sampleCount) {
        MemorySource source = new MemorySource(7);
        for (int s = 0; s < seriesCount; s++) {
            for (int i = 0; i < sampleCount; i++) {
                long time = 1000 + 13L * i + s;
                source.add(labels(s), StartRule.of(s, time), time, i);
            }
        }
        return source;
    }

    /** Returns the start timestamps by series, printed; a series without any is left out. */
    private static Map<Labels, String> read(BlockReader block, LabelMatcher... matchers) {
        SeriesSet set = block.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of(matchers));
        SeriesReader reader = set.reader();
        Map<Labels, String> found = new TreeMap<>();
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            reader.read(i, samples);
            if (samples.startTimes() != null) {
                found.put(set.labels(i), Arrays.toString(Arrays.copyOf(samples.startTimes(), samples.size())));
            }
        }
        return found;
    }

    private static void check(BlockReader block, LabelMatcher... matchers) {
        SeriesSet set = block.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of(matchers));
        SampleBuffer samples = new SampleBuffer();
        assertThat(set.size()).isPositive();
        for (int i = set.size() - 1; i >= 0; i--) {
            samples.clear();
            set.reader().read(i, samples);
            assertThat(samples.size()).isPositive();
            StartRule.check(Integer.parseInt(set.labels(i).get("s")), samples);
        }
    }

    @Test
    void shouldFindTheStartsOfEverySeries() throws IOException {
        // Long columns end groups early, short ones late.
        MemorySource source = source(300, 5);
        for (int i = 0; i < 4000; i++) {
            long time = 1000 + 13L * i + i % 3;
            source.add(labels(1002), StartRule.of(1002, time), time, i);
        }
        Path path = write(source);
        try (BlockReader block = TestBlocks.open(path)) {
            check(block);
            check(block, new LabelMatcher(LabelMatcher.Type.REGEX, "s", ".*7"));
            block.requireStarts();
            assertThat(block.damage()).isEmpty();
        }
        assertThat(BlockVerifier.verify(Disk.system(), TestBlocks.OFF_HEAP, path, series -> {}))
                .isEmpty();
    }

    @Test
    void shouldKeepTheStartsOfWhatIsNotDeleted() throws IOException {
        Path path = write(source(8, 40));
        try (BlockReader block = TestBlocks.open(path)) {
            block.delete(1100, 1200, List.of());
            TestBlocks.write(
                    directory.resolve("copy"), block.source(), Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAW"), 0, END);
        }
        for (Path each : List.of(path, directory.resolve("copy").resolve("01ARYZ6S41TSV4RRFFQ69G5FAW"))) {
            try (BlockReader block = TestBlocks.open(each)) {
                check(block);
            }
        }
        try (BlockReader block = TestBlocks.open(path)) {
            assertThat(block.tombstones()).isNotSameAs(Tombstones.NONE);
            TestBlocks.write(
                    directory.resolve("less"), block.source(), Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAX"), 0, END);
        }
        try (BlockReader block = TestBlocks.open(directory.resolve("less").resolve("01ARYZ6S41TSV4RRFFQ69G5FAX"))) {
            check(block);
        }
    }

    @Test
    void shouldWriteNoFileWhereNoSampleHasAStart() throws IOException {
        Path path = write(new MemorySource().add(labels(0), 5, 1).add(labels(1), 0, 5, 1));
        assertThat(path.resolve("starts")).doesNotExist();
        try (BlockReader block = TestBlocks.open(path)) {
            assertThat(read(block)).isEmpty();
            assertThat(block.damage()).isEmpty();
            block.requireStarts();
        }
    }

    @Test
    void shouldServeSamplesWithoutStartsThatAreDamaged() throws IOException {
        Path path = write(source(80, 3));
        Map<Labels, String> samples;
        Map<Labels, String> starts;
        try (BlockReader block = TestBlocks.open(path)) {
            samples = TestBlocks.query(block, 0, END);
            starts = read(block);
        }
        byte[] bytes = Files.readAllBytes(path.resolve("starts"));
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            requireSamples(path, flipped, samples, starts, "flipped at " + i);
        }
        for (int length = 0; length < bytes.length; length += 7) {
            requireSamples(path, Arrays.copyOf(bytes, length), samples, starts, "cut at " + length);
        }
        Files.delete(path.resolve("starts"));
        try (BlockReader block = TestBlocks.open(path)) {
            assertThat(TestBlocks.query(block, 0, END)).isEqualTo(samples);
            assertThat(read(block)).isEmpty();
            assertThat(block.damage()).isPresent();
            assertThatThrownBy(block::requireStarts).isInstanceOf(CorruptDataException.class);
        }
    }

    private static void requireSamples(
            Path path, byte[] bytes, Map<Labels, String> samples, Map<Labels, String> starts, String what)
            throws IOException {
        Files.write(path.resolve("starts"), bytes);
        try (BlockReader block = TestBlocks.open(path)) {
            assertThat(TestBlocks.query(block, 0, END)).as(what).isEqualTo(samples);
            Map<Labels, String> found = read(block);
            assertThat(starts).as(what).containsAllEntriesOf(found);
            if (found.size() < starts.size()) {
                assertThat(block.damage()).as(what).isPresent();
                assertThatThrownBy(block::requireStarts).as(what).isInstanceOf(CorruptDataException.class);
            }
        }
        assertThat(BlockVerifier.verify(Disk.system(), TestBlocks.OFF_HEAP, path, series -> {}))
                .as(what)
                .isNotEmpty();
    }
}
