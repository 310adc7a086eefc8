package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceIdentity;
import io.dunlin.gpu.nvml.Nvml;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One initialised NVML with the series of its devices; each {@link #into} reads all of them at one timestamp. A series that
 * had a value in the scrape before and has none now ends with a stale marker. In steady state a scrape allocates nothing of
 * its own. One thread.
 */
final class GpuScrape implements AutoCloseable {
    private final Nvml nvml;
    private final List<GpuMetric> metrics;
    private final List<DeviceIdentity> devices;
    private final GpuReadings readings;
    private final EncodedSeries series;
    private final long[] references;
    private final BitSet present = new BitSet();
    private boolean metadataWritten;
    private long rejected;

    GpuScrape(Nvml nvml, GpuOptions options) {
        this.nvml = nvml;
        this.metrics = List.copyOf(options.metrics());
        this.devices = nvml.devices();
        this.readings = new GpuReadings(nvml, devices, metrics);
        this.series = new EncodedSeries(seriesLabels(nvml.driverVersion(), options));
        this.references = new long[series.size()];
    }

    private List<Labels> seriesLabels(String driverVersion, GpuOptions options) {
        List<Labels> all = new ArrayList<>();
        for (DeviceIdentity device : devices) {
            for (GpuMetric metric : metrics) {
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
        readings.read();
        if (!metadataWritten) {
            for (GpuMetric metric : metrics) {
                appender.metadata(new MetricMetadata(metric.metricName(), metric.type(), metric.help(), ""));
            }
            metadataWritten = true;
        }
        appender.resolve(
                series.buffer(), series.offsets(), series.lengths(), series.size(), EncodedSeries::parse, references);
        double[] values = readings.values();
        for (int i = 0; i < references.length; i++) {
            append(appender, i, timestamp, values[i]);
        }
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

    /** Returns the number of GPUs. */
    int devices() {
        return devices.size();
    }

    /** Returns how many GPUs are lost. */
    int lost() {
        return readings.lost();
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
