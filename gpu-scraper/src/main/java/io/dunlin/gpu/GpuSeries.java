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
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Makes the series.
     *
     * @param holders who holds which device: the labels of a device that exactly one pod holds name it, so that a shared
     *     device still counts once in every aggregation
     */
    GpuSeries(GpuDevices devices, List<GpuMetric> metrics, GpuOptions options, DeviceHolders holders) {
        this.metrics = metrics;
        this.labels = seriesLabels(devices, options, holders);
        this.last = new double[labels.size()];
        this.series = new EncodedSeries(labels);
        this.references = new long[series.size()];
    }

    private List<Labels> seriesLabels(GpuDevices devices, GpuOptions options, DeviceHolders holders) {
        List<Labels> all = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            Labels labels = deviceLabels(devices, i, options, holders);
            for (GpuMetric metric : metrics) {
                all.add(labels.toBuilder()
                        .set(Labels.METRIC_NAME, metric.metricName())
                        .build());
            }
        }
        return all;
    }

    private static Labels deviceLabels(GpuDevices devices, int place, GpuOptions options, DeviceHolders holders) {
        DeviceIdentity device = devices.identities().get(place);
        Labels.Builder labels = options.targetLabels().toBuilder()
                .set("gpu", Integer.toString(device.index()))
                .set("UUID", device.uuid())
                .set("pci_bus_id", device.pciBusId())
                .set("device", "nvidia" + device.minor())
                .set("modelName", device.model())
                .set("Hostname", options.hostname())
                .set("DCGM_FI_DRIVER_VERSION", devices.driverVersion());
        devices.labels().get(place).forEach(label -> labels.set(label.name(), label.value()));
        int instance = -1;
        String uuid = device.uuid();
        if (device.isInstance()) {
            instance = device.instance().gpuInstance();
            uuid = device.instance().uuid();
            labels.set("GPU_I_ID", Integer.toString(instance))
                    .set("GPU_I_PROFILE", device.instance().profile());
        }
        setHolder(labels, holders.of(uuid, device.uuid(), device.minor(), instance));
        return labels.build();
    }

    /** Names the one pod that holds a device, and its container where only one of the pod's does. */
    private static void setHolder(Labels.Builder labels, Set<PodContainer> holding) {
        PodContainer first = null;
        for (PodContainer holder : holding) {
            if (first != null
                    && !(first.pod().equals(holder.pod()) && first.namespace().equals(holder.namespace()))) {
                return;
            }
            first = holder;
        }
        if (first != null) {
            labels.set("pod", first.pod()).set("namespace", first.namespace());
            if (holding.size() == 1) {
                labels.set("container", first.container());
            }
        }
    }

    /**
     * Adds one sample a series.
     *
     * @param values the values in the order of devices and metrics, NaN for none
     * @param timestamp of all samples, in Unix milliseconds
     * @return how many samples the storage refused, which happens only when the clock goes back
     */
    int append(Appender appender, double[] values, long timestamp) {
        if (!metadataWritten) {
            for (GpuMetric metric : metrics) {
                appender.metadata(new MetricMetadata(metric.metricName(), metric.type(), metric.help(), ""));
            }
            metadataWritten = true;
        }
        resolve(appender);
        int rejected = 0;
        for (int i = 0; i < references.length; i++) {
            rejected += append(appender, i, timestamp, values[i]);
        }
        System.arraycopy(values, 0, last, 0, last.length);
        return rejected;
    }

    /**
     * Makes way for the series of the same metrics under new labels. Those that stay the same go on; the others end.
     *
     * @return how many samples the storage refused
     */
    int moveTo(GpuSeries next, Appender appender, long timestamp) {
        Map<Labels, Integer> places = new HashMap<>();
        for (int i = 0; i < next.labels.size(); i++) {
            places.put(next.labels.get(i), i);
        }
        next.metadataWritten = metadataWritten;
        resolve(appender);
        int rejected = 0;
        for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
            Integer place = places.get(labels.get(i));
            if (place == null) {
                rejected += append(appender, i, timestamp, Double.NaN);
            } else {
                next.present.set(place);
            }
        }
        return rejected;
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

    private void resolve(Appender appender) {
        appender.resolve(
                series.buffer(), series.offsets(), series.lengths(), series.size(), EncodedSeries::parse, references);
    }

    /** Returns how many samples the storage refused. */
    private int append(Appender appender, int slot, long timestamp, double value) {
        boolean has = !Double.isNaN(value);
        if (!has && !present.get(slot)) {
            return 0;
        }
        try {
            appender.append(references[slot], timestamp, has ? value : StaleMarker.VALUE);
            present.set(slot, has);
            return 0;
        } catch (WriteRejectedException clockWentBack) {
            return 1;
        }
    }
}
