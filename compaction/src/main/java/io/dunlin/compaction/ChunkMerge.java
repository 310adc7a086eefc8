package io.dunlin.compaction;

import io.dunlin.tsdb.block.ChunkBuilder;
import io.dunlin.tsdb.block.ChunkSamples;
import io.dunlin.tsdb.block.ChunkView;
import io.dunlin.tsdb.block.Compactor;
import io.dunlin.tsdb.block.SeriesCursor;
import io.dunlin.tsdb.block.v1.BlockWriter;
import io.dunlin.tsdb.chunk.ChunkEncoding;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the chunks of one series after the other. A chunk that shares no time with another source's, and lies within the
 * range of the block, is copied as it is; the rest is decoded, joined sample by sample and encoded anew. In a block float
 * chunks are joined to longer ones, which saves what each costs beside its samples; a run, which soon goes into a block, keeps
 * those it gets. Of samples with equal times the one of the earliest source stays. Not thread-safe.
 */
final class ChunkMerge {
    /** How many samples a chunk of a run gets, and one of samples that came out of order. */
    private static final int SAMPLES_OF_A_RUN = 120;

    /** How many samples a chunk of a block gets. */
    private static final int SAMPLES_OF_A_BLOCK = 480;

    /** The fewest samples of a chunk of the head that others are expected to follow: one-shot series are copied. */
    private static final int FEWEST_TO_JOIN = 16;

    private final BlockWriter writer;
    private final long minTime;
    private final long lastTime;
    private final List<Lane> lanes = new ArrayList<>();
    private final ChunkSamples decoder = new ChunkSamples();
    private final ChunkBuilder builder = new ChunkBuilder();
    private final boolean lengthens;
    private final int fewestToJoin;
    private final int samplesPerChunk;

    /** Samples that are to be encoded, in time order. */
    private final SampleBuffer merged = new SampleBuffer();

    private int laneCount;

    /** The source whose sample is the last so far, null for none. */
    private Lane last;

    /** Makes a merge into the block of a job. */
    ChunkMerge(BlockWriter writer, Compactor.Job job) {
        this.writer = writer;
        this.minTime = job.minTime();
        this.lastTime = job.maxTime() - 1;
        this.lengthens = job.kind() == Compactor.Kind.BLOCK;
        this.fewestToJoin = job.parents().isEmpty() ? FEWEST_TO_JOIN : 1;
        this.samplesPerChunk = lengthens ? SAMPLES_OF_A_BLOCK : SAMPLES_OF_A_RUN;
    }

    /** Starts a series: no source has it yet. */
    void clear() {
        laneCount = 0;
        last = null;
    }

    /** Adds a source that stands at the series; earlier ones win over later ones. */
    void add(SeriesCursor cursor) {
        if (laneCount == lanes.size()) {
            lanes.add(new Lane());
        }
        lanes.get(laneCount++).start(cursor);
    }

    /** Writes the chunks of the series that all added sources stand at. */
    void run() throws IOException {
        Lane first = earliest();
        while (first != null) {
            if (isAlone(first)) {
                copy(first);
            } else {
                join(first.chunk.maxTime());
            }
            first = earliest();
        }
        encode(0);
    }

    private Lane earliest() {
        Lane earliest = null;
        for (int i = 0; i < laneCount; i++) {
            Lane lane = lanes.get(i);
            if (lane.chunk != null && (earliest == null || lane.chunk.minTime() < earliest.chunk.minTime())) {
                earliest = lane;
            }
        }
        return earliest;
    }

    private boolean isAlone(Lane first) {
        for (int i = 0; i < laneCount; i++) {
            Lane lane = lanes.get(i);
            if (lane != first && lane.chunk != null && lane.chunk.minTime() <= first.chunk.maxTime()) {
                return false;
            }
        }
        return true;
    }

    private void copy(Lane lane) throws IOException {
        ChunkView chunk = lane.chunk;
        boolean inside = chunk.minTime() >= minTime && chunk.maxTime() <= lastTime;
        if (inside && !isToJoin(chunk) && !isInterrupted(lane)) {
            encode(0);
            writer.addChunk(chunk);
        } else if (chunk.minTime() <= lastTime && chunk.maxTime() >= minTime) {
            int from = merged.size();
            decoder.append(chunk, minTime, lastTime, merged);
            if (isInterrupted(lane) && from < merged.size() && merged.hasHistograms()) {
                putBehindAnother(from);
            }
            encode(keptBack());
        }
        last = lane;
        lane.begun = true;
        lane.advance();
    }

    private boolean isToJoin(ChunkView chunk) {
        return lengthens
                && chunk.encoding() == ChunkEncoding.XOR.code()
                && chunk.samples() < samplesPerChunk
                && (chunk.samples() >= fewestToJoin || merged.size() > 0);
    }

    /** Whether a histogram chunk follows samples of another source that came between it and the one before. */
    private boolean isInterrupted(Lane lane) {
        return last != lane && lane.begun && lane.chunk.encoding() != ChunkEncoding.XOR.code();
    }

    private void putBehindAnother(int i) {
        FloatHistogram histogram = merged.histograms()[i];
        merged.histograms()[i] = histogram == null ? null : histogram.behindAnother();
    }

    /** Returns how many samples may wait for those of the next chunk. */
    private int keptBack() {
        return lengthens ? samplesPerChunk + samplesPerChunk / 2 : 0;
    }

    /** Decodes all chunks that hang together in time, beginning with one that ends at {@code end}, and joins them. */
    private void join(long firstEnd) throws IOException {
        for (int i = 0; i < laneCount; i++) {
            lanes.get(i).clear();
        }
        long end = firstEnd;
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int i = 0; i < laneCount; i++) {
                Lane lane = lanes.get(i);
                while (lane.chunk != null && lane.chunk.minTime() <= end) {
                    grown |= lane.chunk.maxTime() > end;
                    end = Math.max(end, lane.chunk.maxTime());
                    decoder.append(lane.chunk, minTime, lastTime, lane.samples);
                    lane.advance();
                }
            }
        }
        Lane next = earliestSample();
        while (next != null) {
            next.moveTo(merged);
            if (last != null && last != next && merged.hasHistograms()) {
                putBehindAnother(merged.size() - 1);
            }
            last = next;
            next.begun = true;
            next = earliestSample();
        }
        encode(keptBack());
    }

    private Lane earliestSample() {
        Lane earliest = null;
        for (int i = 0; i < laneCount; i++) {
            Lane lane = lanes.get(i);
            lane.skipTo(merged);
            if (lane.hasSample() && (earliest == null || lane.time() < earliest.time())) {
                earliest = lane;
            }
        }
        return earliest;
    }

    /** Writes what is merged but for {@code most} samples; the last chunk may be half as long again as the others. */
    private void encode(int most) throws IOException {
        int from = 0;
        while (merged.size() - from > most) {
            int left = merged.size() - from;
            from += builder.encode(
                    merged, from, left <= samplesPerChunk + samplesPerChunk / 2 ? left : samplesPerChunk);
            writer.addChunk(builder);
        }
        ChunkSamples.dropFirst(merged, from);
    }

    /** What one source has of the series. */
    private static final class Lane {
        private final SampleBuffer samples = new SampleBuffer();
        private SeriesCursor cursor;
        private int next;

        /** Whether a sample of the series came from here already. */
        private boolean begun;

        /** The chunk the source stands at, null at the end. */
        private ChunkView chunk;

        void start(SeriesCursor newCursor) {
            cursor = newCursor;
            begun = false;
            advance();
        }

        void advance() {
            chunk = cursor.nextChunk() ? cursor.chunk() : null;
        }

        void clear() {
            samples.clear();
            next = 0;
        }

        boolean hasSample() {
            return next < samples.size();
        }

        long time() {
            return samples.times()[next];
        }

        /** Leaves out samples whose time another source has already given. */
        void skipTo(SampleBuffer merged) {
            while (merged.size() > 0 && hasSample() && time() <= merged.times()[merged.size() - 1]) {
                next++;
            }
        }

        void moveTo(SampleBuffer merged) {
            if (samples.hasHistograms() && samples.histograms()[next] != null) {
                merged.add(time(), samples.histograms()[next]);
            } else {
                merged.add(time(), samples.values()[next]);
            }
            if (samples.startTimes() != null) {
                merged.startTime(merged.size() - 1, samples.startTimes()[next]);
            }
            next++;
        }
    }
}
