package io.dunlin.tsdb.head;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.SampleBuffer;

/** Writes and reads the samples of an {@link OutOfOrderBlockLayout}. */
final class OutOfOrderCodec {
    private OutOfOrderCodec() {}

    /** Encodes a float sample; {@code lastTime} is the time of the sample before. */
    static void encode(RecordWriter into, long lastTime, long startTime, long time, double value) {
        putTimes(into, OutOfOrderBlockLayout.FLOAT, lastTime, startTime, time);
        into.putLong(Double.doubleToRawLongBits(value));
    }

    /** Encodes a histogram. */
    static void encode(RecordWriter into, long lastTime, AppendBatch.PendingHistogram sample) {
        int kind = sample.integer() ? OutOfOrderBlockLayout.WHOLE_HISTOGRAM : OutOfOrderBlockLayout.HISTOGRAM;
        putTimes(into, kind, lastTime, sample.startTime(), sample.time());
        HistogramRecord.write(sample.histogram().behindAnother(), into);
    }

    /** Encodes a deletion of what came before with {@code first <= t <= last}. */
    static void encodeDeletion(RecordWriter into, long lastTime, long first, long last) {
        putTimes(into, OutOfOrderBlockLayout.DELETION, lastTime, 0, first);
        into.putNumber(last - first);
    }

    private static void putTimes(RecordWriter into, int kind, long lastTime, long startTime, long time) {
        into.putByte(startTime == 0 ? kind : kind | OutOfOrderBlockLayout.WITH_START);
        into.putSigned(time - lastTime);
        if (startTime != 0) {
            into.putSigned(time - startTime);
        }
    }

    /**
     * Appends the samples of a block to a buffer, in the order they came, and takes out of the buffer what the block deletes.
     *
     * @param most after how many samples and deletions to stop
     * @return how many there were
     */
    static int decode(Region region, long block, int most, SampleBuffer into) {
        RecordReader samples = new RecordReader(
                region, block + OutOfOrderBlockLayout.SAMPLES, OutOfOrderBlockLayout.used(region, block));
        long time = 0;
        int count = 0;
        while (count < most && samples.hasMore()) {
            count++;
            int kind = samples.getByte();
            time += samples.getSigned();
            long startTime = (kind & OutOfOrderBlockLayout.WITH_START) != 0 ? time - samples.getSigned() : 0;
            if (kind == OutOfOrderBlockLayout.DELETION) {
                drop(into, time, time + samples.getNumber());
                continue;
            }
            if ((kind & ~OutOfOrderBlockLayout.WITH_START) == OutOfOrderBlockLayout.FLOAT) {
                into.add(time, Double.longBitsToDouble(samples.getLong()));
            } else {
                into.add(time, HistogramRecord.read(samples));
            }
            if (startTime != 0) {
                into.startTime(into.size() - 1, startTime);
            }
        }
        return count;
    }

    private static void drop(SampleBuffer samples, long first, long last) {
        int kept = 0;
        for (int i = 0; i < samples.size(); i++) {
            long time = samples.times()[i];
            if (time < first || time > last) {
                samples.times()[kept] = time;
                samples.values()[kept] = samples.values()[i];
                if (samples.hasHistograms()) {
                    samples.histograms()[kept] = samples.histograms()[i];
                }
                if (samples.startTimes() != null) {
                    samples.startTimes()[kept] = samples.startTimes()[i];
                }
                kept++;
            }
        }
        samples.size(kept);
    }
}
