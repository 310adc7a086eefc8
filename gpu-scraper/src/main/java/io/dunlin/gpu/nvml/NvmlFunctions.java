package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions that every supported NVML exports (driver 450 and newer), as JNA direct mappings. Device handles and out
 * parameters are addresses passed as longs. All return an {@code nvmlReturn_t}. Functions that came later are bound in
 * groups of their own, so that an older driver costs only their metrics.
 */
final class NvmlFunctions {
    private NvmlFunctions() {}

    /** Binds the functions; throws {@link UnsatisfiedLinkError} naming the first one that is missing. */
    static void bind(NativeLibrary library) {
        Native.register(NvmlFunctions.class, library);
    }

    static native int nvmlInit_v2();

    static native int nvmlShutdown();

    static native int nvmlSystemGetDriverVersion(long version, int length);

    static native int nvmlSystemGetNVMLVersion(long version, int length);

    static native int nvmlDeviceGetCount_v2(long count);

    static native int nvmlDeviceGetHandleByIndex_v2(int index, long device);

    static native int nvmlDeviceGetUUID(long device, long uuid, int length);

    static native int nvmlDeviceGetName(long device, long name, int length);

    static native int nvmlDeviceGetPciInfo_v3(long device, long pci);

    static native int nvmlDeviceGetMinorNumber(long device, long minor);

    static native int nvmlDeviceGetBrand(long device, long brand);

    static native int nvmlDeviceGetSerial(long device, long serial, int length);

    static native int nvmlDeviceGetInforomVersion(long device, int object, long version, int length);

    static native int nvmlDeviceGetInforomImageVersion(long device, long version, int length);

    static native int nvmlDeviceGetVbiosVersion(long device, long version, int length);

    static native int nvmlDeviceGetTemperature(long device, int sensor, long celsius);

    static native int nvmlDeviceGetUtilizationRates(long device, long utilization);

    static native int nvmlDeviceGetMemoryInfo(long device, long memory);

    static native int nvmlDeviceGetClockInfo(long device, int clock, long megahertz);

    static native int nvmlDeviceGetPowerUsage(long device, long milliwatts);

    static native int nvmlDeviceGetTotalEnergyConsumption(long device, long millijoules);

    static native int nvmlDeviceGetEncoderUtilization(long device, long percent, long periodMicros);

    static native int nvmlDeviceGetDecoderUtilization(long device, long percent, long periodMicros);

    static native int nvmlDeviceGetPcieReplayCounter(long device, long retries);

    static native int nvmlDeviceGetPcieThroughput(long device, int direction, long kibPerSecond);

    static native int nvmlDeviceGetRemappedRows(
            long device, long correctable, long uncorrectable, long pending, long failure);

    static native int nvmlDeviceGetTotalEccErrors(long device, int errorType, int counterType, long count);

    static native int nvmlDeviceGetRetiredPages(long device, int cause, long pageCount, long addresses);

    static native int nvmlDeviceGetRetiredPagesPendingStatus(long device, long pending);

    static native int nvmlDeviceGetViolationStatus(long device, int policy, long violationTime);

    static native int nvmlDeviceGetFieldValues(long device, int count, long values);

    static native int nvmlEventSetCreate(long set);

    static native int nvmlDeviceRegisterEvents(long device, long eventTypes, long set);

    static native int nvmlEventSetFree(long set);
}
