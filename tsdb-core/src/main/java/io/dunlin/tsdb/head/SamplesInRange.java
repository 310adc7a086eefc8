package io.dunlin.tsdb.head;

import io.dunlin.tsdb.storage.SampleBuffer;
import org.roaringbitmap.RoaringBitmap;

/** Finds the series that a snapshot shows with a sample in a time range, for who asks for their labels only. */
final class SamplesInRange {
    private final HeadSnapshot snapshot;
    private final long minTime;
    private final long maxTime;
    private final SeriesCapture capture = new SeriesCapture();
    private final SampleBuffer samples = new SampleBuffer();

    SamplesInRange(HeadSnapshot snapshot, long minTime, long maxTime) {
        this.snapshot = snapshot;
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    /** Returns those of some slots that have a sample in the range; looks at none where the whole table lies in it. */
    RoaringBitmap of(HeadSnapshot.TableView view, RoaringBitmap slots) {
        HeadTable table = view.table();
        long from = Math.max(minTime, snapshot.boundary());
        boolean whole = !table.isOutOfOrder()
                && !table.mayHaveUnused()
                && from <= table.minTime()
                && table.maxTime() <= maxTime
                && view.tombstones().count() == 0;
        if (whole) {
            return slots;
        }
        ChunkReader chunks = new ChunkReader(snapshot, minTime, maxTime);
        OutOfOrderReader outOfOrder = new OutOfOrderReader(snapshot.sequence(), minTime, maxTime);
        RoaringBitmap found = new RoaringBitmap();
        for (int slot : slots) {
            samples.clear();
            if (table.isOutOfOrder()) {
                outOfOrder.read(table, slot, samples);
            } else if (!isNewestInRange(view, slot, from)) {
                chunks.read(view, slot, samples);
            } else {
                found.add(slot);
            }
            if (samples.size() > 0) {
                found.add(slot);
            }
        }
        return found;
    }

    /** Whether the newest sample lies in the range and is shown, as of nearly all series that are still written. */
    private boolean isNewestInRange(HeadSnapshot.TableView view, int slot, long from) {
        capture.take(view.table(), slot);
        return capture.hasOpen()
                && capture.openLastTime() >= from
                && capture.openLastTime() <= maxTime
                && capture.visibleTo(snapshot.sequence(), view.table(), slot) == capture.total()
                && view.tombstones().of(slot).length == 0;
    }
}
