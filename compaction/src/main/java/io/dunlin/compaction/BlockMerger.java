package io.dunlin.compaction;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.BlockMeta.Parent;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesSource;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.block.v1.BlockWriter;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one block from any number of sources in two passes, symbols and series, in memory that does not grow with their
 * size. Thread-safe; each job runs on the thread that calls.
 */
public final class BlockMerger implements Compactor {
    private static final Logger LOG = LoggerFactory.getLogger(BlockMerger.class);
    private static final String SCRATCH_SUFFIX = "-merge";
    private static final int SERIES_PER_CANCEL_CHECK = 256;

    private final InstantSource clock;
    private final RandomGenerator random;

    /** Makes a merger that names blocks by the machine's clock. */
    public BlockMerger() {
        this(Clock.systemUTC(), new SecureRandom());
    }

    /** Makes a merger with another clock and source of names. */
    public BlockMerger(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<BlockMeta> write(Job job, List<SeriesSource> sources) {
        Disk disk = job.workplace().disk();
        Ulid ulid = Ulid.of(clock.millis(), random);
        Path scratch = job.workplace().temporary().resolve(ulid + SCRATCH_SUFFIX);
        try {
            disk.createDirectories(scratch);
            try (BlockWriter writer = writer(job, scratch, ulid)) {
                return merge(job, sources, writer, ulid, scratch);
            } finally {
                clean(disk, scratch);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "can't write block: ulid=" + ulid + " parent=" + job.parent() + " cause=" + e, e);
        }
    }

    private static BlockWriter writer(Job job, Path scratch, Ulid ulid) throws IOException {
        boolean run = job.kind() == Kind.RUN;
        return new BlockWriter(job.workplace().disk(), job.workplace().offHeap(), scratch, ulid, run);
    }

    /** What is left lies below the temporary directory, which is emptied at the next start: no reason to fail a block. */
    private static void clean(Disk disk, Path scratch) {
        try {
            disk.deleteTree(scratch);
        } catch (IOException e) {
            LOG.warn("Scratch files of a merge could not be deleted: directory={} cause={}", scratch, e.toString());
        }
    }

    private static Optional<BlockMeta> merge(
            Job job, List<SeriesSource> sources, BlockWriter writer, Ulid ulid, Path scratch) throws IOException {
        Disk disk = job.workplace().disk();
        List<SymbolNumbers> numbers = new ArrayList<>();
        try (MemoryScope scope = job.workplace().offHeap().openScope("merge into block " + ulid)) {
            for (int i = 0; i < sources.size(); i++) {
                numbers.add(new SymbolNumbers(disk, scratch.resolve("source-" + i)));
            }
            SymbolMerge.run(sources, numbers, writer);
            for (SymbolNumbers number : numbers) {
                number.map(scope);
            }
            mergeSeries(job, sources, numbers, writer);
        } finally {
            for (SymbolNumbers number : numbers) {
                number.close();
            }
        }
        if (writer.stats().series() == 0) {
            return Optional.empty();
        }
        return Optional.of(writer.publish(job.parent(), job.minTime(), job.maxTime(), origin(ulid, job)));
    }

    private static void mergeSeries(
            Job job, List<SeriesSource> sources, List<SymbolNumbers> numbers, BlockWriter writer) throws IOException {
        List<MergedSeries> lanes = new ArrayList<>();
        try {
            LaneHeap<MergedSeries> heap = new LaneHeap<>(sources.size(), MergedSeries::compare);
            for (int i = 0; i < sources.size(); i++) {
                lanes.add(new MergedSeries(sources.get(i).series(), numbers.get(i), i));
                lanes.get(i).moveInto(heap);
            }
            ChunkMerge chunks = new ChunkMerge(writer, job);
            List<MergedSeries> same = new ArrayList<>();
            for (long done = 0; !heap.isEmpty(); done++) {
                if (done % SERIES_PER_CANCEL_CHECK == 0 && job.cancelled().getAsBoolean()) {
                    throw new CancellationException("compaction cancelled: parent=" + job.parent());
                }
                mergeNext(heap, same, chunks, writer);
            }
        } finally {
            lanes.forEach(MergedSeries::close);
        }
    }

    private static void mergeNext(
            LaneHeap<MergedSeries> heap, List<MergedSeries> same, ChunkMerge chunks, BlockWriter writer)
            throws IOException {
        MergedSeries least = heap.poll();
        same.add(least);
        while (!heap.isEmpty() && heap.top().hasLabelsOf(least)) {
            same.add(heap.poll());
        }
        writer.startSeries(least.labels(), least.labelCount());
        chunks.clear();
        for (MergedSeries lane : same) {
            chunks.add(lane.cursor());
        }
        chunks.run();
        for (MergedSeries lane : same) {
            lane.moveInto(heap);
        }
        same.clear();
    }

    private static Compaction origin(Ulid ulid, Job job) {
        if (job.parents().isEmpty()) {
            Compaction first = Compaction.first(ulid);
            return job.kind() == Kind.OUT_OF_ORDER ? first.withHint(Compaction.FROM_OUT_OF_ORDER) : first;
        }
        int level = 0;
        List<Ulid> sources = new ArrayList<>();
        List<Parent> descriptions = new ArrayList<>();
        for (BlockMeta parent : job.parents()) {
            level = Math.max(level, parent.compaction().level());
            sources.addAll(parent.compaction().sources());
            descriptions.add(parent.asParent());
        }
        List<Ulid> distinct = sources.stream().distinct().sorted().toList();
        if (job.parents().size() == 1) {
            // One block without what was deleted of it stays what it was: at level 1 Thanos has yet to copy it.
            List<String> hints = job.parents().get(0).compaction().hints();
            return new Compaction(level, distinct, false, descriptions, false, hints);
        }
        return new Compaction(level + 1, distinct, false, descriptions, false, List.of());
    }
}
