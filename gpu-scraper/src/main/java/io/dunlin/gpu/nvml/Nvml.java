package io.dunlin.gpu.nvml;

import java.util.List;

/** An initialised NVML. One thread at a time; close shuts NVML down and is idempotent. */
public interface Nvml extends AutoCloseable {
    /** Returns the driver's version. */
    String driverVersion();

    /** Returns how many GPUs NVML counts now; it changes when one is plugged in or taken out. */
    int deviceCount();

    /** Returns the GPUs that are present, each followed by its MIG instances. */
    List<DeviceIdentity> devices();

    /**
     * Returns a fact about a device, or empty where NVML does not give it; a MIG instance has its GPU's.
     *
     * @param device a device's place in {@link #devices()}
     */
    String fact(DeviceFact fact, int device);

    /**
     * Makes one reading. Allocates nothing.
     *
     * @param device a device's place in {@link #devices()}
     * @param out receives {@link NvmlReading#valueCount()} values where the answer is {@link NvmlReturn#SUCCESS}
     */
    NvmlReturn read(NvmlReading reading, int device, double[] out);

    /**
     * Lists the processes that use a GPU, those of its MIG instances included; MIG instances themselves list none.
     *
     * @param device a device's place in {@link #devices()}
     * @param out is cleared, and filled where the answer is {@link NvmlReturn#SUCCESS}
     */
    NvmlReturn readProcesses(int device, GpuProcesses out);

    @Override
    void close();
}
