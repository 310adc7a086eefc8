package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.Nvml;
import io.dunlin.gpu.nvml.NvmlReading;
import io.dunlin.gpu.nvml.NvmlReturn;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One initialised NVML with the series of its devices; each {@link #into} reads all of them at one timestamp. A row that
 * a device does not support is not asked for again. The series of a device that is lost end with a stale marker. In
 * steady state a scrape allocates nothing of its own. One thread.
 */
final class GpuScrape implements AutoCloseable {
    private static final GpuMetric[] METRICS = GpuMetric.values();
    private static final NvmlReading[] READINGS = NvmlReading.values();

    private final Nvml nvml;
    private final List<DeviceIdentity> devices;
    private final EncodedSeries series;
    private final long[] references;
    private final BitSet unsupported = new BitSet();
    private final BitSet lost = new BitSet();
    private final BitSet present = new BitSet();
    private final long[] values = new long[NvmlReading.MAX_VALUES];
    private final double[] samples;
    private final BitSet sampled = new BitSet();
    private boolean metadataWritten;
    private long rejected;

    GpuScrape(Nvml nvml, GpuOptions options) {
        this.nvml = nvml;
        this.devices = nvml.devices();
        this.series = new EncodedSeries(seriesLabels(devices, nvml.driverVersion(), options));
        this.references = new long[series.size()];
        this.samples = new double[series.size()];
    }

    private static List<Labels> seriesLabels(List<DeviceIdentity> devices, String driverVersion, GpuOptions options) {
        List<Labels> all = new ArrayList<>();
        for (DeviceIdentity device : devices) {
            for (GpuMetric metric : METRICS) {
                all.add(options.labels().toBuilder()
                        .set(Labels.METRIC_NAME, metric.metricName())
                        .set("gpu", Integer.toString(device.index()))
                        .set("UUID", device.uuid())
                        .set("pci_bus_id", device.pciBusId())
                        .set("device", "nvidia" + device.minor())
                        .set("modelName", device.model())
                        .set("Hostname", options.hostname())
                        .set("DCGM_FI_DRIVER_VERSION", driverVersion)
                        .build());
            }
        }
        return all;
    }

    /** Reads all devices and adds one sample a series, all at {@code timestamp} (Unix milliseconds). */
    void into(Appender appender, long timestamp) {
        sampled.clear();
        for (int i = 0; i < devices.size(); i++) {
            readDevice(i);
        }
        if (!metadataWritten) {
            for (GpuMetric metric : METRICS) {
                appender.metadata(new MetricMetadata(metric.metricName(), metric.type(), metric.help(), ""));
            }
            metadataWritten = true;
        }
        appender.resolve(
                series.buffer(),
                series.offsets(),
                series.lengths(),
                series.size(),
                EncodedSeries::parse,
                references);
        for (int i = 0; i < references.length; i++) {
            append(appender, i, timestamp);
        }
    }

    private void readDevice(int device) {
        for (NvmlReading reading : READINGS) {
            int row = device * READINGS.length + reading.ordinal();
            if (unsupported.get(row)) {
                continue;
            }
            NvmlReturn answer = nvml.read(reading, devices.get(device).index(), values);
            if (answer.isDeviceGone()) {
                lose(device);
                return;
            }
            if (answer.isPermanent()) {
                unsupported.set(row);
            } else if (answer == NvmlReturn.SUCCESS) {
                keep(device, reading);
            }
        }
        lost.clear(device);
    }

    private void keep(int device, NvmlReading reading) {
        for (GpuMetric metric : METRICS) {
            if (metric.reading() == reading && metric.isKnown(values)) {
                int slot = device * METRICS.length + metric.ordinal();
                samples[slot] = metric.value(values);
                sampled.set(slot);
            }
        }
    }

    /** A reading before the failing one may have succeeded in this scrape: the device's samples are dropped whole. */
    private void lose(int device) {
        lost.set(device);
        sampled.clear(device * METRICS.length, (device + 1) * METRICS.length);
    }

    /** Appends the sample, or a stale marker where the series had a sample in the scrape before and has none now. */
    private void append(Appender appender, int slot, long timestamp) {
        boolean has = sampled.get(slot);
        if (!has && !present.get(slot)) {
            return;
        }
        try {
            appender.append(references[slot], timestamp, has ? samples[slot] : StaleMarker.VALUE);
            present.set(slot, has);
        } catch (WriteRejectedException clockWentBack) {
            rejected++;
        }
    }

    /** Returns the number of GPUs. */
    int devices() {
        return devices.size();
    }

    /** Returns how many GPUs are lost. */
    int lost() {
        return lost.cardinality();
    }

    /** Returns how many samples the storage refused, which happens only when the clock goes back. */
    long rejected() {
        return rejected;
    }

    @Override
    public void close() {
        nvml.close();
    }
}
