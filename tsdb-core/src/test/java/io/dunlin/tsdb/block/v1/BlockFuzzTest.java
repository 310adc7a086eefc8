package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.DiskFile;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StartRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of a block with any bytes, its checksums made right: the block is read, or called damaged. */
class BlockFuzzTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final Path PARENT = Path.of("/data");
    private static final Path BLOCK = PARENT.resolve(ULID.toString());
    private static final int LONGEST = 1 << 16;
    private static final int MOST_NAMES = 1000;
    private static final Map<String, byte[]> FILES = write();

    @MethodSource("index")
    @FuzzTest(maxDuration = "2m")
    void readsAnyIndex(byte[] bytes) throws IOException {
        read(Map.of("index", RepairedSums.index(bytes)));
    }

    @MethodSource("chunks")
    @FuzzTest(maxDuration = "2m")
    void readsAnyChunks(byte[] bytes) throws IOException {
        read(Map.of("chunks/000001", RepairedSums.chunks(bytes)));
    }

    @MethodSource("tombstones")
    @FuzzTest(maxDuration = "2m")
    void readsAnyTombstones(byte[] bytes) throws IOException {
        read(Map.of("tombstones", RepairedSums.whole(bytes, TombstonesLayout.HEADER_LENGTH)));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void readsAnySampleFile(byte[] bytes) throws IOException {
        read(Map.of("samples", RepairedSums.whole(bytes, 0)));
    }

    @MethodSource("starts")
    @FuzzTest(maxDuration = "2m")
    void readsAnyStarts(byte[] bytes) throws IOException {
        read(Map.of("starts", RepairedSums.starts(bytes)));
    }

    @MethodSource("digests")
    @FuzzTest(maxDuration = "2m")
    void readsAnyDigests(byte[] bytes) throws IOException {
        read(Map.of("digests", RepairedSums.digests(bytes)));
    }

    @MethodSource("sums")
    @FuzzTest(maxDuration = "2m")
    void readsAnySums(byte[] bytes) throws IOException {
        read(Map.of("sums", RepairedSums.whole(bytes, 0)));
    }

    @MethodSource("meta")
    @FuzzTest(maxDuration = "2m")
    void readsAnyMeta(byte[] bytes) throws IOException {
        read(Map.of("meta.json", bytes));
        try {
            BlockMeta meta = MetaJson.read("meta.json", new String(bytes, StandardCharsets.UTF_8));
            assertThat(MetaJson.read("again", MetaJson.write(meta))).isEqualTo(meta);
        } catch (CorruptDataException e) {
            assertThat(e.file()).isEqualTo("meta.json");
        }
    }

    /** Reads the block with one file exchanged; the checksums of files are left out unless they are what is fuzzed. */
    private static void read(Map<String, byte[]> changed) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(FILES);
        files.remove("sums");
        files.putAll(changed);
        if (changed.values().iterator().next().length > LONGEST) {
            return;
        }
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(BLOCK.resolve("chunks"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            try (DiskFile out = disk.create(BLOCK.resolve(file.getKey()))) {
                out.write(0, ByteBuffer.wrap(file.getValue()));
            }
        }
        long before = TestBlocks.OFF_HEAP.anonymousBytes();
        try (BlockReader block = BlockReader.open(disk, TestBlocks.OFF_HEAP, BLOCK, damage -> {})) {
            readAll(block);
        } catch (CorruptDataException e) {
            // The simulated disk names what it maps by the block, a real one by the file.
            assertThat(e).hasMessageContaining(ULID.toString());
        }
        assertThat(TestBlocks.OFF_HEAP.anonymousBytes()).isEqualTo(before);
    }

    private static void readAll(BlockReader block) {
        TestBlocks.query(block, Long.MIN_VALUE, Long.MAX_VALUE);
        SeriesSet all = block.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.NONE, List.of());
        all.labelHashes(new long[LabelSetHash.LANES * all.size()], 0);
        TestBlocks.query(
                block,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                new LabelMatcher(LabelMatcher.Type.REGEX, "__name__", "m.*"),
                new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "host", "h3"),
                LabelMatcher.equal("absent", ""));
        Querier querier = block.querier(Long.MIN_VALUE, Long.MAX_VALUE);
        for (String name : querier.labelNames(List.of(), MOST_NAMES)) {
            querier.labelValues(name, List.of(), MOST_NAMES);
        }
    }

    static Stream<byte[]> index() {
        return seeds("index");
    }

    static Stream<byte[]> chunks() {
        return seeds("chunks/000001");
    }

    static Stream<byte[]> tombstones() {
        return seeds("tombstones");
    }

    /** One of them says that the entries of a name are sampled far behind the last sample. */
    static Stream<byte[]> samples() {
        byte[] far = FILES.get("samples").clone();
        int lastName = far.length - IndexSampleLayout.FOOTER_LENGTH - IndexSampleLayout.NAME_LENGTH;
        ByteBuffer.wrap(far).putInt(lastName + IndexSampleLayout.NAME_FIRST_SAMPLE, 1000);
        return Stream.concat(seeds("samples"), Stream.of(far));
    }

    /** One of them has a group that begins behind its end, and one a column that is longer than its group. */
    static Stream<byte[]> starts() {
        byte[] late = FILES.get("starts").clone();
        int footer = late.length - StartsLayout.FOOTER_LENGTH;
        int lastEntry = footer - StartsLayout.ENTRY_LENGTH;
        ByteBuffer.wrap(late).putLong(lastEntry + StartsLayout.ENTRY_PLACE, footer);
        byte[] longer = FILES.get("starts").clone();
        longer[StartsLayout.HEADER_LENGTH + 1] = 127;
        return Stream.concat(seeds("starts"), Stream.of(late, longer));
    }

    /** One of them has other series, and one none that the index has. */
    static Stream<byte[]> digests() {
        byte[] other = FILES.get("digests").clone();
        ByteBuffer.wrap(other).putInt(DigestsLayout.HEADER_LENGTH + Integer.BYTES, Integer.MAX_VALUE);
        byte[] later = FILES.get("digests").clone();
        ByteBuffer.wrap(later).putInt(DigestsLayout.HEADER_LENGTH, -1);
        return Stream.concat(seeds("digests"), Stream.of(other, later));
    }

    /** One of them says that a file has 2^62 bytes, and one ends within such a length. */
    static Stream<byte[]> sums() {
        byte[] huge = FILES.get("sums").clone();
        int nameLength = SumsLayout.HEADER_LENGTH + Integer.BYTES;
        ByteBuffer.wrap(huge).putLong(nameLength + 1 + huge[nameLength], 1L << 62);
        byte[] cut = Arrays.copyOf(huge, nameLength + 1 + huge[nameLength] + 6 + SumsLayout.CHECKSUM_LENGTH);
        return Stream.concat(seeds("sums"), Stream.of(huge, cut));
    }

    static Stream<byte[]> meta() {
        return seeds("meta.json");
    }

    private static Stream<byte[]> seeds(String name) {
        return Stream.of(FILES.get(name), new byte[0]);
    }

    private static Map<String, byte[]> write() {
        SimulatedDisk disk = new SimulatedDisk();
        try {
            disk.createDirectories(PARENT.resolve("tmp"));
            BlockWriter.Sizes sizes = new BlockWriter.Sizes(1 << 16, 7, 0);
            TestBlocks.writeRun(disk, PARENT, source(), ULID, 0, 10_000, sizes);
            TombstonesFile.write(
                    disk,
                    BLOCK,
                    new Tombstones.Builder(Tombstones.NONE)
                            .add(7, 1, 2_000)
                            .add(9, 3, 4)
                            .build());
            Map<String, byte[]> files = new TreeMap<>();
            for (Path path : disk.list(BLOCK)) {
                if (!disk.isDirectory(path)) {
                    files.put(path.getFileName().toString(), TombstonesFile.readFile(disk, path));
                }
            }
            files.put("chunks/000001", TombstonesFile.readFile(disk, BLOCK.resolve("chunks/000001")));
            return files;
        } catch (IOException e) {
            throw new IllegalStateException("the simulated disk must not fail", e);
        }
    }

    private static MemorySource source() {
        MemorySource source = new MemorySource(4);
        for (int i = 0; i < 40; i++) {
            for (int t = 0; t < 6; t++) {
                Labels labels = Labels.of("__name__", "m" + i % 2, "host", "h" + i);
                source.add(labels, StartRule.of(i, 1000L + 15L * t), 1000L + 15L * t, i * t * 0.7);
            }
        }
        for (int i = 0; i < 4; i++) {
            source.add(Labels.of("__name__", "once", "host", "h" + i), 2000, i);
        }
        FloatHistogram histogram = new FloatHistogram(
                3,
                FloatHistogram.CounterResetHint.UNKNOWN,
                0.001,
                1,
                8,
                2.5,
                new int[] {0, 2},
                new double[] {3, 4},
                new int[0],
                new double[0],
                new double[0]);
        return source.add(Labels.of("__name__", "h"), 1000, histogram);
    }
}
