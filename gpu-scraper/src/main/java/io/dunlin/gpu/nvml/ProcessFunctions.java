package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** What single processes use, with structs that drivers before 510 lack. */
final class ProcessFunctions {
    private ProcessFunctions() {}

    /** Returns whether the library has these functions. */
    static boolean bind(NativeLibrary library) {
        return OptionalFunctions.bind(() -> Native.register(ProcessFunctions.class, library));
    }

    static native int nvmlDeviceGetComputeRunningProcesses_v3(long device, long count, long infos);

    static native int nvmlDeviceGetMPSComputeRunningProcesses_v3(long device, long count, long infos);

    static native int nvmlDeviceGetGraphicsRunningProcesses_v3(long device, long count, long infos);

    static native int nvmlDeviceGetProcessUtilization(long device, long samples, long count, long lastSeenMicros);
}
