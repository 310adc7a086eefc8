package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Tombstones;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte of every file of a block is flipped, and every file cut at every length: no answer may be wrong. */
@ExtendWith(NoMemoryLeak.class)
class BlockDamageTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"index", "samples", "chunks/000001", "chunks/000002", "tombstones", "meta.json", "sums"})
    void neverAnswersWrongly(String name) throws IOException {
        Path block = writeBlock();
        Map<Labels, String> right = readEverything(block);
        Path file = block.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            check(block, file, flipped, right, name + " flipped at " + i);
            assertThat(verify(block)).as(name + " flipped at " + i).isNotEmpty();
        }
        for (int length = 0; length < bytes.length; length++) {
            check(block, file, Arrays.copyOf(bytes, length), right, name + " cut at " + length);
            assertThat(verify(block)).as(name + " cut at " + length).isNotEmpty();
        }
        Files.write(file, bytes);
        assertThat(verify(block)).isEmpty();
    }

    private static List<String> verify(Path block) {
        return BlockVerifier.verify(Disk.system(), TestBlocks.OFF_HEAP, block, series -> {});
    }

    private Path writeBlock() throws IOException {
        MemorySource source = new MemorySource(4);
        for (int i = 0; i < 8; i++) {
            for (int t = 0; t < 10; t++) {
                source.add(Labels.of("__name__", "m" + i % 2, "host", "h" + i), 1000L + 15L * t, i * t * 0.7);
            }
        }
        TestBlocks.write(directory, source, ULID, 0, 10_000);
        Path block = directory.resolve(ULID.toString());
        Tombstones tombstones = new Tombstones.Builder(Tombstones.NONE)
                .add(firstSeries(block), 1015, 1045)
                .build();
        TombstonesFile.write(Disk.system(), block, tombstones);
        return block;
    }

    private static long firstSeries(Path path) {
        try (BlockReader block = TestBlocks.open(path)) {
            return block.index().allSeries().get(0) & 0xFFFF_FFFFL;
        }
    }

    private static Map<Labels, String> readEverything(Path path) {
        try (BlockReader block = TestBlocks.open(path)) {
            Map<Labels, String> all = TestBlocks.query(block, Long.MIN_VALUE, Long.MAX_VALUE);
            Map<Labels, String> named = TestBlocks.query(
                    block,
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    new LabelMatcher(LabelMatcher.Type.REGEX, "__name__", "m.*"),
                    LabelMatcher.equal("host", "h3"));
            assertThat(named).hasSize(1);
            all.putAll(named);
            return all;
        }
    }

    private static void check(Path block, Path file, byte[] bytes, Map<Labels, String> right, String what)
            throws IOException {
        Files.write(file, bytes);
        try {
            assertThat(readEverything(block)).as(what).isEqualTo(right);
        } catch (CorruptDataException e) {
            assertThat(e).as(what).hasMessageContaining(block.toString());
        } catch (StorageException e) {
            fail(what, e);
        }
    }
}
