package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.block.BlockDirectory;
import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.BlockMeta.Stats;
import io.dunlin.tsdb.block.BlockSet;
import io.dunlin.tsdb.block.DamagedBlock;
import io.dunlin.tsdb.block.MemorySource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.disk.SimulatedDisk;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoMemoryLeak.class)
class BlockDirectoryTest {
    private static final Disk DISK = Disk.system();

    @TempDir
    private Path root;

    @Test
    void opensWhatIsThereAndWhatAppears() throws IOException {
        BlockMeta first = write(1);
        Files.createDirectories(root.resolve("wal"));
        try (BlockDirectory blocks = open()) {
            assertThat(ulids(blocks)).containsExactly(first.ulid());
            BlockMeta second = write(2);
            assertThat(ulids(blocks)).containsExactly(first.ulid());
            blocks.scan();
            assertThat(ulids(blocks)).containsExactly(first.ulid(), second.ulid());
            blocks.add(second);
            assertThat(ulids(blocks)).containsExactly(first.ulid(), second.ulid());
            DISK.deleteTree(root.resolve(first.ulid().toString()));
            blocks.scan();
            assertThat(ulids(blocks)).containsExactly(second.ulid());
            assertThat(blocks.damaged()).isEmpty();
        }
    }

    @Test
    void replacesBlocksUnderTheirReaders() throws IOException {
        BlockMeta first = write(1);
        try (BlockDirectory blocks = open()) {
            try (BlockSet before = blocks.catalog().acquire()) {
                BlockMeta second = write(blocks.staging(), 2);
                assertThat(blocks.replace(Optional.of(second), before.blocks())).isTrue();
                assertThat(ulids(blocks)).containsExactly(second.ulid());
                assertThat(root.resolve(first.ulid().toString())).doesNotExist();
                assertThat(read(before)).isEqualTo(3);
            }
            assertThat(blocks.staging()).isDirectoryNotContaining("glob:**/0*");
            try (Stream<Path> left = Files.list(root.resolve("tmp"))) {
                assertThat(left).containsExactly(blocks.staging());
            }
        }
    }

    @Test
    void dropsAMergeOfWhatWasDeletedMeanwhile() throws IOException {
        List<LabelMatcher> all = List.of(LabelMatcher.equal("__name__", "m"));
        BlockMeta first = write(1);
        try (BlockDirectory blocks = open()) {
            // The second deletion makes a longer range of the first one's: their number stays.
            for (int last = 100; last <= 101; last++) {
                try (BlockSet before = blocks.catalog().acquire()) {
                    BlockMeta merged = write(blocks.staging(), 2);
                    blocks.delete(100, last, all);
                    assertThat(blocks.replace(Optional.of(merged), before.blocks()))
                            .isFalse();
                }
                assertThat(ulids(blocks)).containsExactly(first.ulid());
                assertThat(blocks.staging()).isDirectoryNotContaining("glob:**/0*");
            }
        }
    }

    @Test
    void servesABlockAsItWasWhenItCannotBeOpenedAnew() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        List<LabelMatcher> all = List.of(LabelMatcher.equal("__name__", "m"));
        write(disk, root, 1);
        try (BlockDirectory blocks = open(disk)) {
            failAtEachCall(disk, blocks, () -> blocks.delete(100, 200, all), 3);
            blocks.delete(100, 200, all);
            try (BlockSet set = blocks.catalog().acquire()) {
                assertThat(set.blocks()
                                .get(0)
                                .querier(0, 200)
                                .select(SelectHints.NONE, all)
                                .size())
                        .isZero();
            }
        }
    }

    /** Makes every call of some work fail in turn; each time the blocks still show some samples. */
    private static void failAtEachCall(SimulatedDisk disk, BlockDirectory blocks, Runnable work, int samples) {
        for (int call = 0; ; call++) {
            disk.failAt(disk.calls().size() + call);
            long failed = disk.failures();
            try {
                work.run();
            } catch (StorageException e) {
                assertThat(disk.failures()).isEqualTo(failed + 1);
            }
            disk.heal();
            if (disk.failures() == failed) {
                return;
            }
            try (BlockSet set = blocks.catalog().acquire()) {
                assertThat(read(set)).as("call %d", call).isEqualTo(samples);
            }
            assertThat(blocks.damaged()).isEmpty();
        }
    }

    @Test
    void leavesNothingOfABlockThatCouldNotBeShown() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (BlockDirectory blocks = open(disk)) {
            BlockMeta meta = write(disk, root, 1);
            int number = 1;
            for (int call = 0; ulids(blocks).isEmpty(); call++) {
                disk.failAt(disk.calls().size() + call);
                try {
                    blocks.add(meta);
                } catch (StorageException e) {
                    disk.heal();
                    blocks.scan();
                    assertThat(ulids(blocks)).as("call %d", call).isEmpty();
                    assertThat(disk.exists(root.resolve(meta.ulid().toString())))
                            .isFalse();
                    meta = write(disk, root, ++number);
                }
            }
            assertThat(number).isGreaterThan(3);
        }
    }

    @Test
    void putsAStagedBlockInPlaceAndTells() throws IOException {
        AtomicInteger told = new AtomicInteger();
        try (BlockDirectory blocks = open()) {
            blocks.whenAdded(told::incrementAndGet);
            BlockMeta meta = write(blocks.staging(), 1);
            assertThat(ulids(blocks)).isEmpty();
            blocks.publish(meta);
            assertThat(ulids(blocks)).containsExactly(meta.ulid());
            assertThat(root.resolve(meta.ulid().toString())).isDirectory();
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void leavesNothingOfAStagedBlockThatCannotBeOpened() throws IOException {
        try (BlockDirectory blocks = open()) {
            BlockMeta meta = write(blocks.staging(), 1);
            Path staged = blocks.staging().resolve(meta.ulid().toString());
            flip(staged.resolve("index"), 0);
            assertThatThrownBy(() -> blocks.publish(meta)).isInstanceOf(StorageException.class);
            assertThat(staged).doesNotExist();
            assertThat(root.resolve(meta.ulid().toString())).doesNotExist();
            blocks.scan();
            assertThat(ulids(blocks)).isEmpty();

            BlockMeta unwanted = write(blocks.staging(), 2);
            blocks.dropStaged(unwanted);
            blocks.dropStaged(unwanted);
            assertThat(blocks.staging().resolve(unwanted.ulid().toString())).doesNotExist();
        }
    }

    @Test
    void countsBlocksThatVanish() throws IOException {
        BlockMeta meta = write(1);
        try (BlockDirectory blocks = open()) {
            DISK.deleteTree(root.resolve(meta.ulid().toString()));
            blocks.scan();
            blocks.scan();
            assertThat(blocks.vanished()).isEqualTo(1);
        }
    }

    @Test
    void deletesSamplesOfMatchingSeries() throws IOException {
        BlockMeta first = write(1);
        write(2);
        try (BlockDirectory blocks = open()) {
            try (BlockSet before = blocks.catalog().acquire()) {
                blocks.delete(101, 200, List.of(LabelMatcher.equal("__name__", "m")));
                blocks.delete(0, 1_000, List.of(LabelMatcher.equal("__name__", "other")));
                assertThat(read(before)).isEqualTo(6);
            }
            try (BlockSet after = blocks.catalog().acquire()) {
                assertThat(read(after)).isEqualTo(3);
                assertThat(after.blocks().get(0).meta())
                        .isEqualTo(first.with(first.stats().withTombstones(1)));
            }
        }
        try (BlockDirectory blocks = open();
                BlockSet again = blocks.catalog().acquire()) {
            assertThat(read(again)).isEqualTo(3);
            BlockMeta rewritten =
                    TestBlocks.write(blocks.staging(), again.blocks().get(0).source(), new Ulid(2, 1), 100, 200);
            assertThat(rewritten.stats().samples()).isEqualTo(1);
        }
    }

    @Test
    void setsDamagedBlocksAsideAndServesTheRest() throws IOException {
        BlockMeta unopenable = write(1);
        BlockMeta unreadable = write(2);
        BlockMeta good = write(3);
        Path first = root.resolve(unopenable.ulid().toString());
        flip(first.resolve("index"), 0);
        Path second = root.resolve(unreadable.ulid().toString());
        flip(second.resolve("chunks/000001"), 12);
        try (BlockDirectory blocks = open()) {
            assertThat(ulids(blocks)).containsExactly(unreadable.ulid(), good.ulid());
            assertThat(blocks.damaged())
                    .singleElement()
                    .satisfies(block ->
                            assertThat(block.reason()).contains("index").contains("offset=0"));
            try (BlockSet set = blocks.catalog().acquire()) {
                assertThatThrownBy(() -> read(set)).isInstanceOf(CorruptDataException.class);
            }
            blocks.scan();
            assertThat(ulids(blocks)).containsExactly(good.ulid());
            assertThat(blocks.damaged()).hasSize(2);
            assertThat(first).isDirectory();
            assertThat(second).isDirectory();
            flip(first.resolve("index"), 0);
            blocks.scan();
            assertThat(ulids(blocks)).containsExactly(unopenable.ulid(), good.ulid());
        }
    }

    @Test
    void reportsWhatHasTheNameOfABlockAndIsNone() throws IOException {
        BlockMeta good = write(1);
        BlockMeta undescribed = write(2);
        Path meta = root.resolve(undescribed.ulid().toString()).resolve("meta.json");
        byte[] description = Files.readAllBytes(meta);
        Files.delete(meta);
        BlockMeta elsewhere = write(3);
        Path link = root.resolve(elsewhere.ulid().toString());
        Path target = Files.move(
                link, Files.createDirectory(root.resolve("elsewhere")).resolve("block"));
        Files.createSymbolicLink(link, target);
        try (BlockDirectory blocks = open()) {
            assertThat(ulids(blocks)).containsExactly(good.ulid());
            assertThat(blocks.damaged())
                    .extracting(DamagedBlock::reason)
                    .satisfiesExactly(
                            reason -> assertThat(reason).contains("no meta.json"),
                            reason -> assertThat(reason).contains("symbolic link"));
            blocks.remove(List.of(elsewhere.ulid()));
            assertThat(target.resolve("index")).exists();
            Files.write(meta, description);
            Files.delete(link);
            blocks.scan();
            assertThat(ulids(blocks)).containsExactly(good.ulid(), undescribed.ulid());
            assertThat(blocks.damaged()).isEmpty();
        }
    }

    @Test
    void triesAgainToDeleteWhatCouldNotBe() throws IOException {
        BlockMeta first = write(1);
        BlockMeta second = write(2);
        try (BlockDirectory blocks = open()) {
            Path inTheWay = root.resolve("tmp").resolve(first.ulid() + "-deleted");
            Files.createDirectories(inTheWay.resolve("something"));
            assertThat(blocks.remove(List.of(first.ulid(), second.ulid()))).containsExactly(second.ulid());
            assertThat(ulids(blocks)).isEmpty();
            blocks.scan();
            assertThat(ulids(blocks)).as("never shown again").isEmpty();
            assertThat(root.resolve(first.ulid().toString())).isDirectory();
            DISK.deleteTree(inTheWay);
            blocks.scan();
            assertThat(root.resolve(first.ulid().toString())).doesNotExist();
            assertThat(blocks.damaged()).isEmpty();
        }
    }

    @Test
    void servesBlocksOfProgramsThatCountNothing() throws IOException {
        BlockMeta meta = write(1);
        Path path = root.resolve(meta.ulid().toString());
        MetaFile.write(DISK, path, meta.with(Stats.EMPTY));
        try (BlockDirectory blocks = open()) {
            assertThat(blocks.damaged()).as("ours counts").hasSize(1);
        }
        Files.delete(path.resolve("sums"));
        try (BlockDirectory blocks = open();
                BlockSet set = blocks.catalog().acquire()) {
            assertThat(read(set)).isEqualTo(3);
            assertThat(blocks.damaged()).isEmpty();
        }
        assertThat(BlockVerifier.verify(DISK, TestBlocks.OFF_HEAP, path, done -> {}))
                .isEmpty();
    }

    @Test
    void deletesWhatWasMergedBeforeACrash() throws IOException {
        BlockMeta parent = write(1);
        BlockMeta child = write(2);
        Compaction merged = new Compaction(2, List.of(), false, List.of(parent.asParent()), false, List.of());
        MetaFile.write(DISK, root.resolve(child.ulid().toString()), child.with(merged));
        try (BlockDirectory blocks = open()) {
            assertThat(ulids(blocks)).containsExactly(child.ulid());
            assertThat(root.resolve(parent.ulid().toString())).doesNotExist();
        }
    }

    @Test
    void makesSnapshotsThatLaterDeletionsDoNotTouch() throws IOException {
        write(1);
        write(2);
        Path snapshot = root.resolve("snapshots").resolve("one");
        try (BlockDirectory blocks = open()) {
            blocks.snapshot(snapshot);
            blocks.delete(0, 1_000, List.of(LabelMatcher.equal("__name__", "m")));
            blocks.remove(List.of(new Ulid(1, 2)));
        }
        try (BlockDirectory copies = new BlockDirectory(
                        DISK, new PrometheusBlockFormat(DISK, TestBlocks.OFF_HEAP), snapshot, root.resolve("tmp"));
                BlockSet set = copies.catalog().acquire()) {
            assertThat(set.blocks()).hasSize(2);
            assertThat(read(set)).isEqualTo(6);
        }
    }

    @Test
    void marksBlocks() throws IOException {
        BlockMeta meta = write(1);
        try (BlockDirectory blocks = open()) {
            blocks.rewrite(meta.with(meta.compaction().asFailed()));
            try (BlockSet set = blocks.catalog().acquire()) {
                assertThat(set.blocks().get(0).meta().compaction().failed()).isTrue();
            }
        }
        try (BlockDirectory blocks = open();
                BlockSet set = blocks.catalog().acquire()) {
            assertThat(set.blocks().get(0).meta().compaction().failed()).isTrue();
        }
    }

    private BlockDirectory open() {
        return open(DISK);
    }

    private BlockDirectory open(Disk disk) {
        return new BlockDirectory(
                disk, new PrometheusBlockFormat(disk, TestBlocks.OFF_HEAP), root, root.resolve("tmp"));
    }

    private BlockMeta write(int number) throws IOException {
        return write(root, number);
    }

    private static BlockMeta write(Path parent, int number) throws IOException {
        return write(DISK, parent, number);
    }

    private static BlockMeta write(Disk disk, Path parent, int number) throws IOException {
        MemorySource source = new MemorySource();
        for (int i = 0; i < 3; i++) {
            source.add(Labels.of("__name__", "m"), 100L * number + i, i);
        }
        return TestBlocks.write(
                disk, parent, source, new Ulid(1, number), 100L * number, 100L * number + 100, TestBlocks.SMALL_SIZES);
    }

    private static List<Ulid> ulids(BlockDirectory blocks) {
        try (BlockSet set = blocks.catalog().acquire()) {
            return set.blocks().stream().map(block -> block.meta().ulid()).toList();
        }
    }

    private static int read(BlockSet set) {
        SampleBuffer buffer = new SampleBuffer();
        for (var block : set.blocks()) {
            SeriesReader reader =
                    block.querier(0, 10_000).select(SelectHints.NONE, List.of()).reader();
            reader.read(0, buffer);
        }
        return buffer.size();
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
