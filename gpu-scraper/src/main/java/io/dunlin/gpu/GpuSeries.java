package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The series of a session's devices, one a device and metric. A series that had a value in the scrape before and has none
 * now ends with a stale marker. Allocates nothing in steady state. One thread.
 */
final class GpuSeries {
    private final List<GpuMetric> metrics;
    private final EncodedSeries series;
    private final long[] references;
    private final BitSet present = new BitSet();
    private boolean metadataWritten;
    private long rejected;

    GpuSeries(GpuSession session, List<GpuMetric> metrics, GpuOptions options) {
        this.metrics = metrics;
        this.series = new EncodedSeries(seriesLabels(session, options));
        this.references = new long[series.size()];
    }

    private List<Labels> seriesLabels(GpuSession session, GpuOptions options) {
        List<Labels> all = new ArrayList<>();
        for (DeviceIdentity device : session.devices()) {
            for (GpuMetric metric : metrics) {
                all.add(options.labels().toBuilder()
                        .set(Labels.METRIC_NAME, metric.metricName())
                        .set("gpu", Integer.toString(device.index()))
                        .set("UUID", device.uuid())
                        .set("pci_bus_id", device.pciBusId())
                        .set("device", "nvidia" + device.minor())
                        .set("modelName", device.model())
                        .set("Hostname", options.hostname())
                        .set("DCGM_FI_DRIVER_VERSION", session.driverVersion())
                        .build());
            }
        }
        return all;
    }

    /**
     * Adds one sample a series.
     *
     * @param values the values in the order of devices and metrics, NaN for none
     * @param timestamp of all samples, in Unix milliseconds
     */
    void append(Appender appender, double[] values, long timestamp) {
        if (!metadataWritten) {
            for (GpuMetric metric : metrics) {
                appender.metadata(new MetricMetadata(metric.metricName(), metric.type(), metric.help(), ""));
            }
            metadataWritten = true;
        }
        resolve(appender);
        for (int i = 0; i < references.length; i++) {
            append(appender, i, timestamp, values[i]);
        }
    }

    /** Ends every series that has not ended. */
    void end(Appender appender, long timestamp) {
        resolve(appender);
        for (int i = 0; i < references.length; i++) {
            append(appender, i, timestamp, Double.NaN);
        }
    }

    private void resolve(Appender appender) {
        appender.resolve(
                series.buffer(), series.offsets(), series.lengths(), series.size(), EncodedSeries::parse, references);
    }

    private void append(Appender appender, int slot, long timestamp, double value) {
        boolean has = !Double.isNaN(value);
        if (!has && !present.get(slot)) {
            return;
        }
        try {
            appender.append(references[slot], timestamp, has ? value : StaleMarker.VALUE);
            present.set(slot, has);
        } catch (WriteRejectedException clockWentBack) {
            rejected++;
        }
    }

    /** Returns how many samples the storage refused, which happens only when the clock goes back. */
    long rejected() {
        return rejected;
    }
}
