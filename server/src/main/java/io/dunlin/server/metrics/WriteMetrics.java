package io.dunlin.server.metrics;

import io.dunlin.remotewrite.WriteStats;
import io.dunlin.tsdb.storage.RejectReason;
import java.util.Locale;

/** What came in over remote-write. */
public final class WriteMetrics implements MetricSource {
    private final WriteStats stats;

    /** Makes the source. */
    public WriteMetrics(WriteStats stats) {
        this.stats = stats;
    }

    @Override
    public void write(MetricWriter out) {
        out.counter("dunlin_remote_write_requests_total", "Acknowledged requests.")
                .sample(stats.requests());
        out.counter("dunlin_remote_write_samples_total", "Float samples in acknowledged requests.")
                .sample(stats.samples());
        out.counter("dunlin_remote_write_histograms_total", "Native histograms in acknowledged requests.")
                .sample(stats.histograms());
        out.counter("dunlin_remote_write_exemplars_total", "Exemplars in acknowledged requests.")
                .sample(stats.exemplars());
        out.counter("dunlin_remote_write_metadata_total", "Metadata entries in acknowledged requests.")
                .sample(stats.metadata());
        out.counter("dunlin_remote_write_rejected_exemplars_total", "Exemplars left out of acknowledged requests.")
                .sample(stats.rejectedExemplars());
        out.counter(
                        "dunlin_remote_write_dropped_series_total",
                        "Series left out of acknowledged requests because their labels were invalid.")
                .sample(stats.droppedSeries());
        out.counter("dunlin_remote_write_malformed_requests_total", "Requests refused for their bytes.")
                .sample(stats.malformedRequests());
        out.counter("dunlin_remote_write_failed_requests_total", "Requests that the storage could not take.")
                .sample(stats.failedRequests());
        out.counter("dunlin_remote_write_waits_total", "How often a request waited for memory for its new series.")
                .sample(stats.waits());
        out.counter(
                        "dunlin_remote_write_put_off_requests_total",
                        "Requests to be sent again, because memory for their new series was being freed.")
                .sample(stats.requestsPutOff());
        out.counter("dunlin_remote_write_rejected_requests_total", "Requests refused for a sample, by reason.");
        for (RejectReason reason : RejectReason.values()) {
            out.sample(stats.rejectedRequests(reason), "reason", reason.name().toLowerCase(Locale.ROOT));
        }
    }
}
