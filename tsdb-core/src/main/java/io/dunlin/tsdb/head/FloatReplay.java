package io.dunlin.tsdb.head;

import io.dunlin.tsdb.chunk.XorEncoder;
import io.dunlin.tsdb.memory.Region;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the float samples of a log record, and appends them to the open chunks of their series as {@link SeriesWriter} does,
 * which still gets those that need more than room in their chunk. A loop of its own, with nothing in it that only readers
 * need: of a restart's CPU time a large part went to compiling that, once for each method on the way to it. One thread, before
 * the head has readers.
 */
final class FloatReplay {
    private static final int LONGEST_SAMPLE = 3 * 10 + Double.BYTES;
    private static final int USUAL_SAMPLES = 2_000;

    private final Epochs epochs;
    private final SeriesWriter series;
    private final XorEncoder encoder = new XorEncoder();
    private final FloatSamples samples = new FloatSamples(USUAL_SAMPLES);

    /** The bytes of a section, and more, and where the next number begins in them. */
    private byte[] bytes = {};

    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int at;

    FloatReplay(HeadParts parts) {
        this.epochs = parts.epochs();
        this.series = parts.series();
    }

    /** Reads a section of samples, whose kind has been read; returns them, until the next is read. */
    FloatSamples read(RecordReader record, boolean starts) {
        int count = record.getCount();
        int most = (int) Math.min(record.left(), (long) count * LONGEST_SAMPLE);
        if (most > bytes.length) {
            bytes = new byte[2 * most];
            buffer.wrap(bytes);
        }
        record.peek(bytes, most);
        at = 0;
        samples.clear();
        long reference = 0;
        long time = 0;
        for (int i = 0; i < count; i++) {
            reference += getSigned();
            time += getSigned();
            double value = Double.longBitsToDouble(buffer.getLong(at, ByteOrder.LITTLE_ENDIAN));
            at += Double.BYTES;
            samples.add(reference, starts ? getSigned() : 0, time, value);
        }
        record.skip(at);
        return samples;
    }

    private long getSigned() {
        byte b = bytes[at++];
        long number = b & 0x7f;
        for (int shift = 7; b < 0; shift += 7) {
            if (shift >= Long.SIZE) {
                throw new IllegalArgumentException("a number has more than 10 bytes");
            }
            b = bytes[at++];
            number |= (b & 0x7fL) << shift;
        }
        return number >>> 1 ^ -(number & 1);
    }

    /**
     * Appends samples of one table that were read, but those before a boundary.
     *
     * @return how many of them have no series
     */
    int append(HeadTable table, int from, int to, long boundary) {
        long[] times = samples.times();
        int epoch = epochs.number(times[from]);
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        int orphans = 0;
        for (int i = from; i < to; i++) {
            int slot = SeriesRef.slot(samples.series()[i]);
            long time = times[i];
            if (time < boundary) {
                continue;
            }
            if (slot >= table.count() || table.isMoved(slot)) {
                orphans++;
            } else if (appendPlain(table, slot, i, epoch)) {
                oldest = Math.min(oldest, time);
                newest = Math.max(newest, time);
            } else {
                series.append(table, slot, samples.startTime(i), time, samples.values()[i]);
            }
        }
        noteTimes(table, oldest, newest);
        return orphans;
    }

    private void noteTimes(HeadTable table, long oldest, long newest) {
        if (oldest <= newest) {
            EpochChunks epoch = epochs.of(oldest);
            epoch.noteTime(oldest);
            epoch.noteTime(newest);
            table.noteTime(oldest);
            table.noteTime(newest);
        }
    }

    /**
     * Appends a sample in the usual case: a later one of the same epoch, to a chunk of floats without start timestamps that is
     * not full. Returns false, and changes nothing that counts, where it is another. Phases are passed over: a chunk that would
     * have ended at its phase goes on to the full length, so that little is sealed, and compiled for it, before the head is ready.
     */
    private boolean appendPlain(HeadTable table, int slot, int sample, int epoch) {
        long time = samples.times()[sample];
        Region records = table.records();
        long record = table.record(slot);
        int open = records.getInt(record + SeriesRecordLayout.OPEN);
        Region blocks = table.blocks().region();
        long block = HeadTable.blockAddress(open);
        int room = open == 0 ? 0 : OpenBlockLayout.plainRoom(blocks, block);
        if (room == 0 || samples.startTime(sample) != 0) {
            return false;
        }
        encoder.wrap(blocks, block + OpenBlockLayout.ENCODER, room);
        long last = encoder.lastTime();
        long epochStart = epochs.start(epoch);
        boolean goesOn = encoder.count() < ChunkPhase.MOST_SAMPLES
                && time > last
                && last >= epochStart
                && time - epochStart < epochs.length();
        if (!goesOn || !appendTo(table, record, block, room, sample)) {
            return false;
        }
        encoder.save();
        records.putInt(record + SeriesRecordLayout.TOTAL, records.getInt(record + SeriesRecordLayout.TOTAL) + 1);
        return true;
    }

    /** Appends a sample to the chunk that the encoder has, in a larger block where it needs one; false where it is full. */
    private boolean appendTo(HeadTable table, long record, long block, int room, int sample) {
        long place = block;
        int left = room;
        while (!encoder.append(samples.times()[sample], samples.values()[sample])) {
            int capacity = left + OpenBlockLayout.ENCODER;
            if (capacity >= SeriesWriter.FULL_LENGTH) {
                return false;
            }
            place = SeriesWriter.moveToLargerBlock(
                    table, record, place, Math.min(SeriesWriter.FULL_LENGTH, capacity + capacity / 2));
            left = OpenBlockLayout.plainRoom(table.blocks().region(), place);
            encoder.wrap(table.blocks().region(), place + OpenBlockLayout.ENCODER, left);
        }
        return true;
    }
}
