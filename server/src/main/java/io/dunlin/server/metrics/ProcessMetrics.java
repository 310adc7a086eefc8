package io.dunlin.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process and its JVM, under the names that every Prometheus client library uses. */
public final class ProcessMetrics implements MetricSource {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;
    private static final int KIB = 1024;

    @Override
    public void write(MetricWriter out) {
        writeProcess(out);
        writeMemory(out);
        writeGarbageCollection(out);
    }

    private static void writeProcess(MetricWriter out) {
        out.gauge("process_start_time_seconds", "Start of the process, in seconds since 1970.")
                .sample(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            out.counter("process_cpu_seconds_total", "User and system CPU time spent, in seconds.")
                    .sample(unix.getProcessCpuTime() / NANOS);
            out.gauge("process_open_fds", "Open file descriptors.").sample(unix.getOpenFileDescriptorCount());
            out.gauge("process_max_fds", "The most file descriptors that may be open.")
                    .sample(unix.getMaxFileDescriptorCount());
        }
        long resident = residentBytes();
        if (resident > 0) {
            out.gauge("process_resident_memory_bytes", "Resident memory, in bytes.")
                    .sample(resident);
        }
        out.gauge("jvm_info", "The JVM.")
                .sample(
                        1,
                        "version",
                        Runtime.version().toString(),
                        "vendor",
                        System.getProperty("java.vm.vendor", ""),
                        "runtime",
                        System.getProperty("java.runtime.name", ""));
        out.gauge("jvm_threads_current", "Live threads.")
                .sample(ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** Returns 0 where the system does not say. */
    private static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            return Files.readAllLines(STATUS, StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static void writeMemory(MetricWriter out) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage nonHeap = memory.getNonHeapMemoryUsage();
        out.gauge("jvm_memory_used_bytes", "Memory used, in bytes.")
                .sample(heap.getUsed(), "area", "heap")
                .sample(nonHeap.getUsed(), "area", "nonheap");
        out.gauge("jvm_memory_committed_bytes", "Memory taken from the system, in bytes.")
                .sample(heap.getCommitted(), "area", "heap")
                .sample(nonHeap.getCommitted(), "area", "nonheap");
        out.gauge("jvm_memory_max_bytes", "The most memory that may be used, in bytes; -1 for no limit.")
                .sample(heap.getMax(), "area", "heap")
                .sample(nonHeap.getMax(), "area", "nonheap");
        out.gauge("jvm_buffer_pool_used_bytes", "Memory of NIO buffers, in bytes.");
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            out.sample(pool.getMemoryUsed(), "pool", pool.getName());
        }
    }

    private static void writeGarbageCollection(MetricWriter out) {
        out.counter("jvm_gc_collections_total", "Garbage collections.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            out.sample(collector.getCollectionCount(), "gc", collector.getName());
        }
        out.counter("jvm_gc_collection_seconds_total", "Time spent in garbage collections, in seconds.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            out.sample(collector.getCollectionTime() / MILLIS, "gc", collector.getName());
        }
    }
}
