package io.dunlin.gpu.nvml;

import java.util.Arrays;

/** The processes that use one GPU, as parallel arrays that are reused from reading to reading. Not thread-safe. */
public final class GpuProcesses {
    /** The GPU instance of a process on a GPU without MIG. */
    public static final int NO_INSTANCE = -1;

    private int[] pids = new int[16];
    private int[] instances = new int[16];
    private double[] memory = new double[16];
    private double[] smUtilization = new double[16];
    private int count;

    /** Returns the number of processes. */
    public int count() {
        return count;
    }

    /** Returns the process id. */
    public int pid(int i) {
        return pids[i];
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

    void clear() {
        count = 0;
    }

    void add(int pid, int instance, double memoryBytes) {
        if (count == pids.length) {
            pids = Arrays.copyOf(pids, 2 * count);
            instances = Arrays.copyOf(instances, 2 * count);
            memory = Arrays.copyOf(memory, 2 * count);
            smUtilization = Arrays.copyOf(smUtilization, 2 * count);
        }
        pids[count] = pid;
        instances[count] = instance;
        memory[count] = memoryBytes;
        smUtilization[count] = Double.NaN;
        count++;
    }

    void smUtilization(int pid, double percent) {
        for (int i = 0; i < count; i++) {
            if (pids[i] == pid) {
                smUtilization[i] = percent;
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
