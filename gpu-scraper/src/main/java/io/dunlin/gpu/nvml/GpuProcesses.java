package io.dunlin.gpu.nvml;

import java.util.Arrays;

/** The processes that use one GPU, as parallel arrays that are reused from reading to reading. Not thread-safe. */
public final class GpuProcesses {
    /** The GPU instance of a process on a GPU without MIG. */
    public static final int NO_INSTANCE = -1;

    /** Bits of {@link #type}: a process that computes, one that does so through MPS, one that draws. */
    public static final int COMPUTE = 1;

    public static final int MPS = 2;
    public static final int GRAPHICS = 4;

    private int[] pids = new int[16];
    private int[] types = new int[16];
    private int[] instances = new int[16];
    private double[] memory = new double[16];
    private double[] smUtilization = new double[16];
    private long[] sampled = new long[16];
    private int count;

    /** Returns the number of processes. */
    public int count() {
        return count;
    }

    /** Returns the process id. */
    public int pid(int i) {
        return pids[i];
    }

    /** Returns the sum of the bits of what the process does. */
    public int type(int i) {
        return types[i];
    }

    /** Returns the GPU instance id, or {@link #NO_INSTANCE}. */
    public int instance(int i) {
        return instances[i];
    }

    /** Returns the framebuffer bytes in use, NaN where unknown. */
    public double memory(int i) {
        return memory[i];
    }

    /** Returns the percent of time that the process's kernels ran, NaN where unknown, which is always so on MIG. */
    public double smUtilization(int i) {
        return smUtilization[i];
    }

    /** Becomes the same as another. */
    public void copy(GpuProcesses other) {
        clear();
        while (pids.length < other.count) {
            grow();
        }
        count = other.count;
        System.arraycopy(other.pids, 0, pids, 0, count);
        System.arraycopy(other.types, 0, types, 0, count);
        System.arraycopy(other.instances, 0, instances, 0, count);
        System.arraycopy(other.memory, 0, memory, 0, count);
        System.arraycopy(other.smUtilization, 0, smUtilization, 0, count);
    }

    void clear() {
        count = 0;
    }

    private void grow() {
        int room = 2 * pids.length;
        pids = Arrays.copyOf(pids, room);
        types = Arrays.copyOf(types, room);
        instances = Arrays.copyOf(instances, room);
        memory = Arrays.copyOf(memory, room);
        smUtilization = Arrays.copyOf(smUtilization, room);
        sampled = Arrays.copyOf(sampled, room);
    }

    /** Adds a process, or what more it does: NVML lists it once for each, with the same memory. */
    void add(int pid, int type, int instance, double memoryBytes) {
        for (int i = 0; i < count; i++) {
            if (pids[i] == pid && instances[i] == instance) {
                types[i] |= type;
                memory[i] = Double.isNaN(memory[i]) ? memoryBytes : memory[i];
                return;
            }
        }
        if (count == pids.length) {
            grow();
        }
        pids[count] = pid;
        types[count] = type;
        instances[count] = instance;
        memory[count] = memoryBytes;
        smUtilization[count] = Double.NaN;
        count++;
    }

    /** Takes a sample of a process; the newest counts. */
    void smUtilization(int pid, long timeMicros, double percent) {
        for (int i = 0; i < count; i++) {
            if (pids[i] == pid && (Double.isNaN(smUtilization[i]) || timeMicros > sampled[i])) {
                smUtilization[i] = percent;
                sampled[i] = timeMicros;
            }
        }
    }

    /** Says that the driver reports utilisation: a process without a sample of its own then used nothing. */
    void unsampledAreIdle() {
        for (int i = 0; i < count; i++) {
            if (Double.isNaN(smUtilization[i]) && instances[i] == NO_INSTANCE) {
                smUtilization[i] = 0;
            }
        }
    }
}
