package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.OffHeap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The epochs whose samples are in the head: ranges of data time, each as long as a level-1 block. Epoch {@code n} begins
 * at {@code n × length}. For the writer only, except the arithmetic.
 */
final class Epochs implements AutoCloseable {
    private final OffHeap offHeap;
    private final Reclaimer reclaimer;
    private final ChunkFiles files;
    private final long length;
    private final TreeMap<Integer, EpochChunks> open = new TreeMap<>();

    /** The epoch found last, since nearly all samples of a moment are of one. */
    private EpochChunks latest;

    private long latestStart;
    private EpochChunks lastBegun;

    /**
     * Makes none yet.
     *
     * @param files where the chunks go when there are many
     * @param length the length of an epoch in milliseconds
     */
    Epochs(OffHeap offHeap, Reclaimer reclaimer, ChunkFiles files, long length) {
        this.offHeap = offHeap;
        this.reclaimer = reclaimer;
        this.files = files;
        this.length = length;
    }

    /** Returns none yet, of another length, that go to the same files. */
    Epochs ofLength(long otherLength) {
        return new Epochs(offHeap, reclaimer, files, otherLength);
    }

    /** Returns the directory of the chunks' files. */
    ChunkFiles files() {
        return files;
    }

    /** Returns the length of an epoch in milliseconds. */
    long length() {
        return length;
    }

    /** Returns the number of the epoch that a time lies in. */
    int number(long time) {
        return Math.toIntExact(Math.floorDiv(time, length));
    }

    /** Returns the number of the epoch that a boundary lies in, the smallest number for none. */
    int firstFrom(long boundary) {
        return boundary <= oldestTime() ? Integer.MIN_VALUE : number(boundary);
    }

    /** Returns the first millisecond of an epoch. */
    long start(int number) {
        return number * length;
    }

    /** Returns the oldest time that an epoch number can stand for. */
    long oldestTime() {
        return Integer.MIN_VALUE * length;
    }

    /** Returns the chunks of the epoch that a time lies in, empty ones where it is new. */
    EpochChunks of(long time) {
        if (latest == null || time < latestStart || time - latestStart >= length) {
            latest = withNumber(number(time));
            latestStart = start(latest.epoch());
        }
        return latest;
    }

    /** Returns the chunks of an epoch by its number, empty ones where it is new. */
    EpochChunks withNumber(int number) {
        return open.computeIfAbsent(number, this::begin);
    }

    private EpochChunks begin(int number) {
        EpochChunks begun = new EpochChunks(offHeap, reclaimer, number, length, files.file(number, length));
        if (lastBegun != null) {
            lastBegun.begunNext(begun);
        }
        lastBegun = begun;
        return begun;
    }

    /** Returns the epochs that have samples, by rising time. */
    List<EpochChunks> all() {
        return List.copyOf(open.values());
    }

    /** Takes out the epochs that end at or before a time; the caller frees them when no reader is left. */
    List<EpochChunks> removeBefore(long boundary) {
        Map<Integer, EpochChunks> gone = open.headMap(firstFrom(boundary), false);
        List<EpochChunks> removed = List.copyOf(gone.values());
        gone.clear();
        latest = null;
        return removed;
    }

    /** Returns the time of the oldest sample, {@link Long#MAX_VALUE} for none. */
    long minTime() {
        return open.isEmpty() ? Long.MAX_VALUE : open.firstEntry().getValue().minTime();
    }

    /** Returns the time of the newest sample, {@link Long#MIN_VALUE} for none. */
    long maxTime() {
        return open.isEmpty() ? Long.MIN_VALUE : open.lastEntry().getValue().maxTime();
    }

    @Override
    public void close() {
        open.values().forEach(EpochChunks::close);
        open.clear();
    }
}
