package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run answers from its digests what it would answer from entries and chunks, and from these where they are damaged. */
@ExtendWith(NoMemoryLeak.class)
class BlockDigestsTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final long END = 100_000;
    private static final LabelMatcher ONE = LabelMatcher.equal("host", "h7");

    @TempDir
    private Path directory;

    /** Of each ten series one has two samples, one a start timestamp, one a stale marker; all others one float. */
    private static MemorySource source(int series) {
        MemorySource source = new MemorySource(4);
        for (int i = 0; i < series; i++) {
            Labels labels = Labels.of("__name__", "m" + i % 2, "host", "h" + i);
            long time = 1000 + 7L * i;
            switch (i % 10) {
                case 3 -> source.add(labels, time, i).add(labels, time + 20, -i);
                case 5 -> source.add(labels, time - 5, time, i);
                case 8 -> source.add(labels, time, StaleMarker.VALUE);
                default -> source.add(labels, time, i * 0.3);
            }
        }
        return source;
    }

    private Path writeRun(int series) throws IOException {
        TestBlocks.writeRun(directory, source(series), ULID, 0, END);
        return directory.resolve(ULID.toString());
    }

    private Path writeBlock(int series) throws IOException {
        Path other = directory.resolve("other");
        TestBlocks.write(other, source(series), ULID, 0, END);
        return other.resolve(ULID.toString());
    }

    private static long[] hashes(BlockReader block, LabelMatcher... matchers) {
        SeriesSet set = block.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.NONE, List.of(matchers));
        long[] hashes = new long[LabelSetHash.LANES * (set.size() + 1)];
        set.labelHashes(hashes, 1);
        return hashes;
    }

    private static void requireSame(BlockReader run, BlockReader block) {
        for (long from : new long[] {Long.MIN_VALUE, 1070, 3000}) {
            for (long to : new long[] {Long.MAX_VALUE, 1070, 2999}) {
                assertThat(TestBlocks.query(run, from, to)).isEqualTo(TestBlocks.query(block, from, to));
                assertThat(TestBlocks.query(run, from, to, ONE)).isEqualTo(TestBlocks.query(block, from, to, ONE));
            }
        }
        assertThat(hashes(run)).isEqualTo(hashes(block));
        assertThat(hashes(run, ONE)).isEqualTo(hashes(block, ONE));
    }

    @Test
    void answersAsABlockWithoutThem() throws IOException {
        for (int series : new int[] {1, 255, 256, 257, 700}) {
            directory = Files.createTempDirectory(directory, "series");
            try (BlockReader run = TestBlocks.open(writeRun(series));
                    BlockReader block = TestBlocks.open(writeBlock(series))) {
                assertThat(run.digests()).isNotNull();
                assertThat(block.digests()).isNull();
                requireSame(run, block);
            }
        }
    }

    @Test
    void tellsStartTimestamps() throws IOException {
        try (BlockReader run = TestBlocks.open(writeRun(300))) {
            SeriesSet all = run.querier(0, END).select(SelectHints.NONE, List.of());
            SeriesReader reader = all.reader();
            SampleBuffer samples = new SampleBuffer();
            for (int i = 0; i < all.size(); i++) {
                samples.clear();
                reader.read(i, samples);
                boolean hasStart = all.labels(i).get("host").endsWith("5");
                assertThat(samples.startTimes() != null).isEqualTo(hasStart);
                if (hasStart) {
                    assertThat(samples.startTimes()[0]).isEqualTo(samples.times()[0] - 5);
                }
            }
        }
    }

    @Test
    void leavesOutWhatIsDeleted() throws IOException {
        Path path = writeRun(300);
        int[] ids;
        try (BlockReader run = TestBlocks.open(path)) {
            ids = run.index().allSeries().toArray("index");
        }
        Tombstones tombstones = new Tombstones.Builder(Tombstones.NONE)
                .add(ids[0] & 0xFFFF_FFFFL, Long.MIN_VALUE, Long.MAX_VALUE)
                .add(ids[290] & 0xFFFF_FFFFL, Long.MIN_VALUE, Long.MAX_VALUE)
                .build();
        TombstonesFile.write(Disk.system(), path, tombstones);
        try (BlockReader run = TestBlocks.open(path)) {
            SeriesSet left = run.querier(0, END).select(SelectHints.NONE, List.of());
            assertThat(left.size()).isEqualTo(298);
            assertThat(TestBlocks.query(run, 0, END)).hasSize(298);
        }
    }

    /** Hashes of an earlier process are of no use, its samples are. */
    @Test
    void computesHashesOfOtherSeeds() throws IOException {
        Path path = writeRun(300);
        Path file = path.resolve(DigestsLayout.FILE_NAME);
        byte[] bytes = Files.readAllBytes(file);
        int footer = bytes.length - DigestsLayout.FOOTER_LENGTH;
        ByteBuffer.wrap(bytes).putLong(footer + DigestsLayout.FOOTER_SEEDS_LOW, 42);
        for (int i = 0; i < 256 * Long.BYTES; i++) {
            bytes[DigestsLayout.HEADER_LENGTH + DigestsLayout.lows(256) + i] ^= 1;
        }
        Files.write(file, RepairedSums.digests(bytes));
        try (BlockReader run = TestBlocks.open(path);
                BlockReader block = TestBlocks.open(writeBlock(300))) {
            requireSame(run, block);
            assertThat(run.digests()).isNotNull();
        }
    }

    @Test
    void neverAnswersWrongly() throws IOException {
        Path path = writeRun(9);
        Map<Labels, String> right;
        long[] hashes;
        try (BlockReader run = TestBlocks.open(path)) {
            right = TestBlocks.query(run, Long.MIN_VALUE, Long.MAX_VALUE);
            hashes = hashes(run);
        }
        Path file = path.resolve(DigestsLayout.FILE_NAME);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            check(path, file, flipped, right, hashes, "flipped at " + i);
        }
        for (int length = 0; length < bytes.length; length++) {
            check(path, file, Arrays.copyOf(bytes, length), right, hashes, "cut at " + length);
        }
        Files.delete(file);
        checkAnswers(path, right, hashes, "missing");
        Files.write(file, bytes);
        assertThat(verify(path)).isEmpty();
    }

    private static void check(Path path, Path file, byte[] bytes, Map<Labels, String> right, long[] hashes, String what)
            throws IOException {
        Files.write(file, bytes);
        checkAnswers(path, right, hashes, what);
        assertThat(verify(path)).as(what).isNotEmpty();
    }

    private static void checkAnswers(Path path, Map<Labels, String> right, long[] hashes, String what) {
        try (BlockReader run = TestBlocks.open(path)) {
            assertThat(TestBlocks.query(run, Long.MIN_VALUE, Long.MAX_VALUE))
                    .as(what)
                    .isEqualTo(right);
            assertThat(hashes(run)).as(what).isEqualTo(hashes);
        }
    }

    private static List<String> verify(Path path) {
        return BlockVerifier.verify(Disk.system(), TestBlocks.OFF_HEAP, path, series -> {});
    }

    /** Checksums do not help where something else was written: that the digests are those of the series is compared. */
    @Test
    void verifyComparesThemWithTheSeries() throws IOException {
        Path path = writeRun(9);
        Files.delete(path.resolve(SumsLayout.FILE_NAME));
        Path file = path.resolve(DigestsLayout.FILE_NAME);
        byte[] bytes = Files.readAllBytes(file);
        for (int column : new int[] {0, DigestsLayout.lows(9), DigestsLayout.highs(9), DigestsLayout.values(9)}) {
            byte[] other = bytes.clone();
            other[DigestsLayout.HEADER_LENGTH + column] ^= 1;
            Files.write(file, RepairedSums.digests(other));
            assertThat(verify(path)).as("column at %d", column).isNotEmpty();
        }
        Files.write(file, bytes);
        assertThat(verify(path)).isEmpty();
        assertThat(LabelSetHash.seeds(0)).isNotEqualTo(LabelSetHash.seeds(1));
    }
}
