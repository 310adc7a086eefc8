package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.Block;
import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StartRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two blocks, or two runs, in a directory, and of one every byte of every file flipped and every file cut or missing: at
 * the second query at the latest the whole of the other is served, and what is not whole is reported.
 */
@ExtendWith(NoMemoryLeak.class)
class SetAsideTest {
    private static final Ulid DAMAGED = new Ulid(1, 1);
    private static final Ulid WHOLE = new Ulid(1, 2);

    @TempDir
    private Path root;

    private Map<Labels, String> right;
    private Map<Labels, String> ofWhole;

    @ParameterizedTest
    @ValueSource(
            strings = {"index", "samples", "starts", "chunks/000001", "chunks/000002", "tombstones", "meta.json", "sums"
            })
    void servesTheOtherBlock(String name) throws IOException {
        write(DAMAGED, 1_000);
        write(WHOLE, 2_000);
        try (BlockDirectory blocks = open()) {
            right = read(blocks);
        }
        ofWhole = new TreeMap<>(right);
        ofWhole.keySet().removeIf(labels -> labels.get("of").equals(DAMAGED.toString()));
        assertThat(ofWhole).hasSize(right.size() / 2);
        Path file = root.resolve(DAMAGED.toString()).resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            Files.write(file, flipped);
            check(name + " flipped at " + i);
            Files.write(file, Arrays.copyOf(bytes, i));
            check(name + " cut at " + i);
        }
        Files.delete(file);
        check(name + " is missing");
        Files.write(file, bytes);
        try (BlockDirectory blocks = open()) {
            assertThat(read(blocks)).isEqualTo(right);
            assertThat(blocks.damaged()).isEmpty();
        }
    }

    private void check(String what) {
        try (BlockDirectory blocks = open()) {
            Map<Labels, String> found;
            try {
                found = read(blocks);
            } catch (CorruptDataException e) {
                assertThat(e).as(what).hasMessageContaining(DAMAGED.toString());
                assertThat(blocks.damaged()).as(what).isNotEmpty();
                found = read(blocks);
            }
            if (!found.equals(right)) {
                assertThat(found).as(what).isEqualTo(ofWhole);
                assertThat(blocks.damaged())
                        .as(what)
                        .singleElement()
                        .satisfies(block ->
                                assertThat(block.directory().getFileName()).hasToString(DAMAGED.toString()));
            }
        }
        assertThat(root.resolve(DAMAGED.toString())).as(what).isDirectory();
    }

    private BlockDirectory open() {
        return new BlockDirectory(
                Disk.system(),
                new PrometheusBlockFormat(Disk.system(), TestBlocks.OFF_HEAP),
                root,
                root.resolve("tmp"));
    }

    private void write(Ulid ulid, long start) throws IOException {
        MemorySource source = new MemorySource(4);
        for (int i = 0; i < 6; i++) {
            Labels labels = Labels.of("__name__", "m", "host", "h" + i, "of", ulid.toString());
            for (int t = 0; t < 8; t++) {
                long time = start + 15L * t;
                source.add(labels, StartRule.of(i, time), time, i * t * 0.7);
            }
        }
        TestBlocks.write(root, source, ulid, start, start + 1_000);
        try (BlockReader block = TestBlocks.open(root.resolve(ulid.toString()))) {
            block.delete(start + 15, start + 45, List.of(LabelMatcher.equal("host", "h0")));
        }
    }

    /** Reads block by block, in the order of time. */
    private static Map<Labels, String> read(BlockDirectory blocks) {
        Map<Labels, String> found = new TreeMap<>();
        try (BlockSet set = blocks.catalog().acquire()) {
            for (Block block : set.blocks()) {
                found.putAll(TestBlocks.query(block, Long.MIN_VALUE, Long.MAX_VALUE));
            }
        }
        return found;
    }
}
