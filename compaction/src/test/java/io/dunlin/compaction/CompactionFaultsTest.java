package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.Compactor.Job;
import io.dunlin.tsdb.block.Compactor.Workplace;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.v1.PrometheusBlockFormat;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedQuerier;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every disk operation of a round of compaction fails in turn, or is the last before the power goes. */
@ExtendWith(NoMemoryLeak.class)
class CompactionFaultsTest {
    private static final Path DATA = Path.of("/data");
    private static final Path TEMPORARY = DATA.resolve("tmp");
    private static final long EPOCH = 100;
    private static final List<LabelMatcher> DELETED = List.of(LabelMatcher.equal("i", "1"));

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private SimulatedDisk original;
    private final BlockMerger merger = new BlockMerger(InstantSource.system(), new Random(1));

    @Test
    void losesNothingWhenOneOperationFails() throws IOException {
        int calls = callsOfARound();
        for (int call = 0; call < calls; call++) {
            SimulatedDisk disk = diskWithBlocks();
            try (BlockDirectory blocks = open(disk)) {
                Map<String, String> before = read(blocks);
                disk.failAt(disk.calls().size() + call);
                round(disk, blocks);
                disk.heal();
                assertThat(read(blocks)).as("call " + call).isEqualTo(before);
                assertThat(loop(disk, blocks).runOnce()).isTrue();
                assertThat(read(blocks)).as("after call " + call).isEqualTo(before);
                assertThat(blocks.damaged()).isEmpty();
            }
        }
    }

    @Test
    void losesNothingWhenThePowerGoes() throws IOException {
        int calls = callsOfARound();
        for (int call = 0; call < calls; call++) {
            SimulatedDisk disk = diskWithBlocks();
            Map<String, String> before;
            try (BlockDirectory blocks = open(disk)) {
                before = read(blocks);
                disk.failFrom(disk.calls().size() + call);
                round(disk, blocks);
            }
            SimulatedDisk restarted = disk.crash(call);
            restarted.deleteTree(TEMPORARY);
            try (BlockDirectory blocks = open(restarted)) {
                assertThat(blocks.damaged()).as("call " + call).isEmpty();
                assertThat(read(blocks)).as("call " + call).isEqualTo(before);
            }
        }
    }

    @Test
    void losesNothingWhenTheDiskIsFull() throws IOException {
        for (int room = 0; room < 8_000; room += 97) {
            SimulatedDisk disk = diskWithBlocks();
            try (BlockDirectory blocks = open(disk)) {
                Map<String, String> before = read(blocks);
                disk.capacity(usedBytes(disk, DATA) + room);
                round(disk, blocks);
                assertThat(read(blocks)).as("room " + room).isEqualTo(before);
                disk.capacity(Long.MAX_VALUE);
                assertThat(loop(disk, blocks).runOnce()).isTrue();
                assertThat(read(blocks)).isEqualTo(before);
            }
        }
    }

    @Test
    void keepsADeletionOrHasNoneWhenThePowerGoes() throws IOException {
        SimulatedDisk whole = diskWithBlocks();
        Map<String, String> all;
        Map<String, String> left;
        int calls;
        try (BlockDirectory blocks = open(whole)) {
            all = read(blocks);
            int first = whole.calls().size();
            blocks.delete(0, EPOCH - 1, DELETED);
            calls = whole.calls().size() - first;
            left = read(blocks);
        }
        assertThat(left).isNotEqualTo(all);
        for (int call = 0; call < calls; call++) {
            SimulatedDisk disk = diskWithBlocks();
            try (BlockDirectory blocks = open(disk)) {
                disk.failFrom(disk.calls().size() + call);
                delete(blocks);
            }
            try (BlockDirectory blocks = open(disk.crash(call))) {
                assertThat(blocks.damaged()).as("call " + call).isEmpty();
                assertThat(read(blocks)).as("call " + call).isIn(all, left);
            }
        }
    }

    private static void delete(BlockDirectory blocks) {
        try {
            blocks.delete(0, EPOCH - 1, DELETED);
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("cause=");
        }
    }

    private int callsOfARound() throws IOException {
        SimulatedDisk disk = diskWithBlocks();
        try (BlockDirectory blocks = open(disk)) {
            int before = disk.calls().size();
            assertThat(loop(disk, blocks).runOnce()).isTrue();
            try (BlockSet set = blocks.catalog().acquire()) {
                assertThat(set.blocks()).hasSize(2);
            }
            return disk.calls().size() - before;
        }
    }

    private void round(Disk disk, BlockDirectory blocks) {
        try {
            loop(disk, blocks).runOnce();
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("cause=");
        }
    }

    private CompactionLoop loop(Disk disk, BlockDirectory blocks) {
        return new CompactionLoop(
                blocks,
                merger,
                new Workplace(disk, offHeap, TEMPORARY),
                CompactionLoop.Rules.of(CompactionPolicy.between(EPOCH, 3 * EPOCH), RetentionPolicy.NONE),
                CompactionListener.NONE);
    }

    private BlockDirectory open(Disk disk) {
        return new BlockDirectory(disk, new PrometheusBlockFormat(disk, offHeap), DATA, TEMPORARY);
    }

    /** Everything on the first disk is durable, so that power loss makes a true copy of it. */
    private SimulatedDisk diskWithBlocks() throws IOException {
        if (original == null) {
            original = writeBlocks();
        }
        SimulatedDisk copy = original.crash(0);
        copy.createDirectories(TEMPORARY);
        return copy;
    }

    private SimulatedDisk writeBlocks() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(TEMPORARY);
        disk.syncDirectory(Path.of("/"));
        disk.syncDirectory(DATA);
        for (int epoch = 0; epoch < 4; epoch++) {
            MemorySource source = new MemorySource(5);
            for (int i = 0; i < 3; i++) {
                for (long time = epoch * EPOCH + i; time < (epoch + 1) * EPOCH; time += 9) {
                    source.add(Labels.of("__name__", "m", "i", Integer.toString(i)), time, (double) time * i);
                }
            }
            Workplace workplace = new Workplace(disk, offHeap, TEMPORARY);
            BlockMeta meta = merger.write(Job.cut(workplace, DATA, epoch * EPOCH, (epoch + 1) * EPOCH), List.of(source))
                    .orElseThrow();
            assertThat(meta.stats().series()).isEqualTo(3);
        }
        return disk;
    }

    private static long usedBytes(Disk disk, Path path) throws IOException {
        if (!disk.isDirectory(path)) {
            return disk.size(path);
        }
        long sum = 0;
        for (Path child : disk.list(path)) {
            sum += usedBytes(disk, child);
        }
        return sum;
    }

    private static Map<String, String> read(BlockDirectory blocks) {
        try (BlockSet set = blocks.catalog().acquire()) {
            List<Querier> queriers = set.blocks().stream()
                    .map(block -> block.querier(0, 100_000))
                    .toList();
            SeriesSet series = new MergedQuerier(queriers).select(SelectHints.SORTED, List.of());
            SeriesReader reader = series.reader();
            TreeMap<String, String> all = new TreeMap<>();
            for (int i = 0; i < series.size(); i++) {
                SampleBuffer buffer = new SampleBuffer();
                reader.read(i, buffer);
                StringBuilder out = new StringBuilder();
                for (int n = 0; n < buffer.size(); n++) {
                    out.append(buffer.times()[n])
                            .append('=')
                            .append(buffer.values()[n])
                            .append(' ');
                }
                all.put(series.labels(i).toString(), out.toString());
            }
            return all;
        }
    }
}
