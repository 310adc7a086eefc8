package io.dunlin.server;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much memory the database may take: what the machine or its cgroup has, less what the JVM takes itself. */
final class MachineMemory {
    private static final long SMALLEST = 64L << 20;
    private static final double SHARE = 0.75;

    private MachineMemory() {}

    /** Returns the most bytes outside of the Java heap: the rest of three quarters of the memory. */
    static long offHeapLimit() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        // The JVM answers with the limit of its cgroup, version 1 or 2, where there is one.
        long usable = (long) (system.getTotalMemorySize() * SHARE);
        return Math.max(SMALLEST, usable - Runtime.getRuntime().maxMemory());
    }
}
