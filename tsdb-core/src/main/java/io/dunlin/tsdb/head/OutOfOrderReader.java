package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;

/**
 * Reads the out-of-order samples that one snapshot shows of a series: of those that came first as many as it counts, put in
 * time order; of equal times the one that came first stays. One thread at a time.
 */
final class OutOfOrderReader {
    private final long sequence;
    private final long minTime;
    private final long maxTime;
    private final SeriesCapture capture = new SeriesCapture();
    private final SampleBuffer arrived = new SampleBuffer();
    private final LongSorter sorter = new LongSorter(
            (a, b) -> Long.compare(this.arrived.times()[(int) a], this.arrived.times()[(int) b]));
    private long[] full = new long[16];

    /** Makes a reader of the snapshot with a sequence number, for {@code minTime <= t <= maxTime}. */
    OutOfOrderReader(long sequence, long minTime, long maxTime) {
        this.sequence = sequence;
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    /** Appends the samples of a series to a buffer, in time order. */
    void read(HeadTable table, int slot, SampleBuffer into) {
        capture.take(table, slot);
        int visible = capture.visibleTo(sequence, table, slot);
        if (visible == 0) {
            return;
        }
        arrived.clear();
        Region blocks = table.blocks().region();
        int left = visible;
        for (int i = collectFull(blocks) - 1; i >= 0; i--) {
            left -= OutOfOrderCodec.decode(blocks, full[i], left, arrived);
        }
        OutOfOrderCodec.decode(capture.open(), 0, left, arrived);
        long[] order = new long[arrived.size()];
        Arrays.setAll(order, i -> i);
        sorter.sort(order);
        emit(order, into);
    }

    /** Follows the chain of full blocks from the newest to the oldest; returns how many there are. */
    private int collectFull(Region blocks) {
        int found = 0;
        int packed = OutOfOrderBlockLayout.previous(capture.open(), 0);
        while (packed != 0) {
            full = found == full.length ? Arrays.copyOf(full, 2 * found) : full;
            full[found++] = HeadTable.blockAddress(packed);
            packed = OutOfOrderBlockLayout.previous(blocks, HeadTable.blockAddress(packed));
        }
        return found;
    }

    private void emit(long[] order, SampleBuffer into) {
        long before = Long.MIN_VALUE;
        for (long index : order) {
            int i = (int) index;
            long time = arrived.times()[i];
            if (time != before && time >= minTime && time <= maxTime) {
                emit(i, time, into);
            }
            before = time;
        }
    }

    private void emit(int i, long time, SampleBuffer into) {
        FloatHistogram histogram = arrived.hasHistograms() ? arrived.histograms()[i] : null;
        if (histogram == null) {
            into.add(time, arrived.values()[i]);
        } else {
            into.add(time, histogram);
        }
        if (arrived.startTimes() != null && arrived.startTimes()[i] != 0) {
            into.startTime(into.size() - 1, arrived.startTimes()[i]);
        }
    }
}
