package io.dunlin.tsdb;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.head.Checkpoints;
import io.dunlin.tsdb.head.ChunkFiles;
import io.dunlin.tsdb.head.DamagedCheckpointException;
import io.dunlin.tsdb.head.HeadOptions;
import io.dunlin.tsdb.head.HeadRecovery;
import io.dunlin.tsdb.log.LogContents;
import io.dunlin.tsdb.log.LogReader;
import io.dunlin.tsdb.log.ReplayListener;
import io.dunlin.tsdb.memory.OffHeap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers the head from its newest checkpoint and the log behind it; where that checkpoint is damaged, from the one before
 * and a longer part of the log; where none is whole, from the log alone. What is damaged is set aside and reported once the
 * head has been recovered without it. One thread, once.
 */
final class HeadOpening {
    private static final Logger LOG = LoggerFactory.getLogger(HeadOpening.class);

    private final Source source;
    private final ReplayListener listener;
    private final Checkpoints checkpoints;
    private final List<DamagedCheckpointException> damaged = new ArrayList<>();

    /** What the head is recovered from, and for which options; {@code published} is for {@link HeadRecovery}. */
    record Source(
            Disk disk, DataDirectory directory, OffHeap offHeap, HeadOptions options, Predicate<Ulid> published) {}

    /**
     * A head that is ready to be started, by who closes it otherwise.
     *
     * @param checkpointed the last record of the log that was in the checkpoint, 0 where there was none
     * @param damagedCheckpoints how many were found damaged
     */
    record Opened(
            HeadRecovery recovery,
            Checkpoints checkpoints,
            long checkpointed,
            LogContents contents,
            int damagedCheckpoints) {}

    HeadOpening(Source source, ReplayListener listener) {
        this.source = source;
        this.listener = listener;
        this.checkpoints = new Checkpoints(source.disk, source.directory.checkpoints());
    }

    /** Recovers it. */
    Opened open() throws IOException {
        HeadRecovery recovery = begin();
        Opened opened = null;
        try {
            while (opened == null) {
                try {
                    opened = read(recovery);
                } catch (DamagedCheckpointException e) {
                    damaged.add(e);
                    checkpoints.leaveOut(e.file());
                    boolean hasNext = checkpoints.hasNext();
                    recovery = next(recovery, hasNext);
                }
            }
            report(opened, setAside());
        } finally {
            if (opened == null) {
                recovery.close();
            }
        }
        return opened;
    }

    private HeadRecovery begin() {
        ChunkFiles files = new ChunkFiles(source.disk, source.directory.headChunks());
        return new HeadRecovery(source.offHeap, source.options, files, source.published);
    }

    private HeadRecovery next(HeadRecovery damagedOne, boolean hasCheckpoint) {
        try (damagedOne) {
            HeadRecovery next = begin();
            if (!hasCheckpoint) {
                next.begin(damagedOne);
            }
            return next;
        }
    }

    private Opened read(HeadRecovery recovery) throws IOException {
        long checkpointed = recovery.restore(checkpoints);
        LogContents contents =
                LogReader.replay(source.disk, source.directory.log(), source.offHeap, checkpointed, recovery, listener);
        recovery.finishReading();
        return new Opened(recovery, checkpoints, checkpointed, contents, damaged.size());
    }

    /** Returns where the damaged checkpoints are now, or null where none is damaged. */
    private Path setAside() throws IOException {
        if (damaged.isEmpty()) {
            return null;
        }
        List<Path> files =
                damaged.stream().map(DamagedCheckpointException::file).toList();
        DamagedHead head = new DamagedHead(source.disk, source.directory);
        return checkpoints.hasNext() ? head.setAside(files) : head.setAsideWhole(files);
    }

    private void report(Opened opened, Path aside) throws IOException {
        for (DamagedCheckpointException damage : damaged) {
            LOG.error(
                    "A checkpoint of the head is damaged and is set aside: in={} reason={}",
                    aside,
                    damage.getMessage());
        }
        LogContents contents = opened.contents();
        if (!damaged.isEmpty() && checkpoints.hasNext()) {
            LOG.warn(
                    "The head was recovered from the checkpoint before and the log behind it: checkpoint={} logDamages={}",
                    opened.checkpointed(),
                    contents.damages().size());
        } else if (!damaged.isEmpty()) {
            long first = contents.segments().isEmpty()
                    ? 1
                    : contents.segments().get(0).firstSequence();
            LOG.error(
                    "No checkpoint of the head is whole: what the log does not tell is lost, at most what came since the"
                            + " newest block. The log and the sealed chunks are kept beside the checkpoint:"
                            + " lostRecords={} lostSamplesOfTheLog={} in={}",
                    first - 1,
                    opened.recovery().orphans(),
                    aside);
        }
        contents.damages().forEach(damage -> LOG.warn("{}", damage));
        opened.recovery().damages().forEach(damage -> LOG.warn("{}", damage));
        if (opened.recovery().orphans() > 0) {
            LOG.warn(
                    "Samples of the log have no series, because its record was lost: samples={}",
                    opened.recovery().orphans());
        }
    }
}
