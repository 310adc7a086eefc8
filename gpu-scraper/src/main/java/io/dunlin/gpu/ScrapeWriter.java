package io.dunlin.gpu;

import io.dunlin.gpu.pod.DeviceHolders;
import io.dunlin.gpu.pod.PodWatcher;
import io.dunlin.gpu.pod.ProcessOwners;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what scrapes read, each at one timestamp. Devices that come, go or change hands go on under other series; those
 * that they leave end. Allocates nothing in steady state. One thread, but for {@link #expose} and the counts.
 */
final class ScrapeWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapeWriter.class);
    private static final double MIB = 1 << 20;

    private final Storage storage;
    private final GpuOptions options;
    private final List<GpuMetric> metrics;
    private final int memoryPlace;
    private final int utilizationPlace;
    private final PodWatcher pods;
    private final UsageSeries usage;
    private GpuSeries series;
    private GpuDevices devices = GpuDevices.NONE;
    private DeviceHolders holders = DeviceHolders.NONE;
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();

    ScrapeWriter(Storage storage, GpuOptions options, PodWatcher pods, ProcessOwners owners) {
        this.storage = storage;
        this.options = options;
        this.metrics = List.copyOf(options.rows().metrics());
        this.memoryPlace = metrics.indexOf(GpuMetric.FB_USED);
        this.utilizationPlace = metrics.indexOf(GpuMetric.GPU_UTIL);
        this.pods = pods;
        this.usage = new UsageSeries(options, owners);
        this.series = new GpuSeries(devices, metrics, options, holders);
    }

    /** Stores a scrape, and returns when it is durable. What can't be stored is counted and lost. */
    synchronized void store(GpuSnapshot snapshot) {
        try (Appender appender = storage.appender()) {
            follow(appender, snapshot);
            rejected.addAndGet(series.append(appender, snapshot.values(), snapshot.timestamp()));
            appendUsage(appender, snapshot);
            appender.commit();
            stored.incrementAndGet();
        } catch (StorageException | WriteRejectedException e) {
            failures.incrementAndGet();
            LOG.warn("A GPU scrape could not be stored: {}", e.getMessage());
        }
    }

    /** Only the series that are left end: a device whose labels stay the same has a sample at this time. */
    @SuppressWarnings("ReferenceEquality") // each search for devices makes a list of its own
    private void follow(Appender appender, GpuSnapshot snapshot) {
        DeviceHolders now = pods.holders();
        if (snapshot.devices() == devices && (now == holders || now.equals(holders))) {
            return;
        }
        if (snapshot.devices() != devices) {
            devices = snapshot.devices();
            usage.follow(devices);
        }
        holders = now;
        GpuSeries before = series;
        series = new GpuSeries(devices, metrics, options, holders);
        rejected.addAndGet(before.moveTo(series, appender, snapshot.timestamp()));
    }

    private void appendUsage(Appender appender, GpuSnapshot snapshot) {
        usage.begin();
        for (int i = 0; i < devices.size(); i++) {
            usage.add(i, snapshot.processes(i));
        }
        for (int i = 0; i < devices.size(); i++) {
            usage.limit(i, value(snapshot, i, memoryPlace) * MIB, value(snapshot, i, utilizationPlace));
        }
        usage.append(appender, snapshot.timestamp());
    }

    private double value(GpuSnapshot snapshot, int device, int place) {
        return place < 0 ? Double.NaN : snapshot.values()[device * metrics.size() + place];
    }

    /** Returns the values of the last scrape in Prometheus's text format. Any thread. */
    synchronized String expose() {
        Exposition out = new Exposition();
        series.expose(out);
        usage.expose(out);
        return out.toString();
    }

    /** Returns how many scrapes were stored. Any thread. */
    long stored() {
        return stored.get();
    }

    /** Returns how many scrapes could not be stored. Any thread. */
    long failures() {
        return failures.get();
    }

    /** Returns how many samples the storage refused, which happens only when the clock goes back. Any thread. */
    long rejected() {
        return rejected.get();
    }
}
