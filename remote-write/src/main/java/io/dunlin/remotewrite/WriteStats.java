package io.dunlin.remotewrite;

import io.dunlin.tsdb.storage.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts of everything that came in since start. Thread-safe. */
public final class WriteStats {
    private final LongAdder requests = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder histograms = new LongAdder();
    private final LongAdder exemplars = new LongAdder();
    private final LongAdder rejectedExemplars = new LongAdder();
    private final LongAdder metadata = new LongAdder();
    private final LongAdder droppedSeries = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final LongAdder putOff = new LongAdder();
    private final Map<RejectReason, LongAdder> rejected = new EnumMap<>(RejectReason.class);

    WriteStats() {
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    void committed(WriteCounts counts) {
        requests.increment();
        samples.add(counts.samples);
        histograms.add(counts.histograms);
        exemplars.add(counts.exemplars);
        rejectedExemplars.add(counts.rejectedExemplars);
        metadata.add(counts.metadata);
        droppedSeries.add(counts.droppedSeries);
    }

    void rejected(RejectReason reason) {
        rejected.get(reason).increment();
    }

    void malformed() {
        malformed.increment();
    }

    void failed() {
        failed.increment();
    }

    void waited() {
        waited.increment();
    }

    void putOff() {
        putOff.increment();
    }

    /** Returns the number of requests that were acknowledged. */
    public long requests() {
        return requests.sum();
    }

    /** Returns the number of float samples in acknowledged requests. */
    public long samples() {
        return samples.sum();
    }

    /** Returns the number of native histogram samples in acknowledged requests. */
    public long histograms() {
        return histograms.sum();
    }

    /** Returns the number of exemplars in acknowledged requests. */
    public long exemplars() {
        return exemplars.sum();
    }

    /** Returns the number of exemplars left out of acknowledged requests. */
    public long rejectedExemplars() {
        return rejectedExemplars.sum();
    }

    /** Returns the number of metadata entries in acknowledged requests. */
    public long metadata() {
        return metadata.sum();
    }

    /** Returns the number of series left out of acknowledged requests because their labels were invalid. */
    public long droppedSeries() {
        return droppedSeries.sum();
    }

    /** Returns the number of requests refused for their bytes. */
    public long malformedRequests() {
        return malformed.sum();
    }

    /** Returns the number of requests that the storage could not take. */
    public long failedRequests() {
        return failed.sum();
    }

    /** Returns how often a request waited for memory for its new series. */
    public long waits() {
        return waited.sum();
    }

    /** Returns the number of requests that were to be sent again because memory for their new series was being freed. */
    public long requestsPutOff() {
        return putOff.sum();
    }

    /** Returns the number of requests refused for a sample, by reason. */
    public long rejectedRequests(RejectReason reason) {
        return rejected.get(reason).sum();
    }
}
