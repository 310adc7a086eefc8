package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.pod.DeviceHolders;
import io.dunlin.gpu.pod.PodContainer;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * The series of a session's devices, one a device and metric. A series that had a value in the scrape before and has none
 * now ends with a stale marker. Allocates nothing in steady state. One thread.
 */
final class GpuSeries {
    private final List<GpuMetric> metrics;
    private final List<Labels> labels;
    private final double[] last;
    private final EncodedSeries series;
    private final long[] references;
    private final BitSet present = new BitSet();
    private boolean metadataWritten;
    private long rejected;

    /**
     * Makes the series.
     *
     * @param holders who holds which device: the labels of a device that exactly one container holds name its pod, so that a
     *     shared device still counts once in every aggregation
     */
    GpuSeries(GpuSession session, List<GpuMetric> metrics, GpuOptions options, DeviceHolders holders) {
        this.metrics = metrics;
        this.labels = seriesLabels(session, options, holders);
        this.last = new double[labels.size()];
        this.series = new EncodedSeries(labels);
        this.references = new long[series.size()];
    }

    private List<Labels> seriesLabels(GpuSession session, GpuOptions options, DeviceHolders holders) {
        List<Labels> all = new ArrayList<>();
        for (int i = 0; i < session.devices().size(); i++) {
            Labels labels = deviceLabels(session, i, options, holders);
            for (GpuMetric metric : metrics) {
                all.add(labels.toBuilder()
                        .set(Labels.METRIC_NAME, metric.metricName())
                        .build());
            }
        }
        return all;
    }

    private static Labels deviceLabels(GpuSession session, int place, GpuOptions options, DeviceHolders holders) {
        DeviceIdentity device = session.devices().get(place);
        Labels.Builder labels = options.targetLabels().toBuilder()
                .set("gpu", Integer.toString(device.index()))
                .set("UUID", device.uuid())
                .set("pci_bus_id", device.pciBusId())
                .set("device", "nvidia" + device.minor())
                .set("modelName", device.model())
                .set("Hostname", options.hostname())
                .set("DCGM_FI_DRIVER_VERSION", session.driverVersion());
        session.labels(place).forEach(label -> labels.set(label.name(), label.value()));
        int instance = -1;
        String uuid = device.uuid();
        if (device.isInstance()) {
            instance = device.instance().gpuInstance();
            uuid = device.instance().uuid();
            labels.set("GPU_I_ID", Integer.toString(instance))
                    .set("GPU_I_PROFILE", device.instance().profile());
        }
        Set<PodContainer> holding = holders.of(uuid, device.uuid(), device.minor(), instance);
        if (holding.size() == 1) {
            PodContainer only = holding.iterator().next();
            labels.set("pod", only.pod()).set("namespace", only.namespace()).set("container", only.container());
        }
        return labels.build();
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
        System.arraycopy(values, 0, last, 0, last.length);
    }

    /** Prints what was appended last. */
    void expose(Exposition out) {
        for (int i = 0; i < metrics.size(); i++) {
            GpuMetric metric = metrics.get(i);
            out.family(metric.metricName(), metric.type(), metric.help());
            for (int slot = i; slot < last.length; slot += metrics.size()) {
                out.sample(labels.get(slot), last[slot]);
            }
        }
    }

    /** Ends every series that has not ended. */
    void end(Appender appender, long timestamp) {
        resolve(appender);
        for (int i = 0; i < references.length; i++) {
            append(appender, i, timestamp, Double.NaN);
        }
        Arrays.fill(last, Double.NaN);
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
