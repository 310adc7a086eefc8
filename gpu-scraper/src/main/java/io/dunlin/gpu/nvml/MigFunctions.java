package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Multi-instance GPUs (MIG), which drivers before 450 lack. */
final class MigFunctions {
    private MigFunctions() {}

    /** Returns whether the library has these functions. */
    static boolean bind(NativeLibrary library) {
        return OptionalFunctions.bind(() -> Native.register(MigFunctions.class, library));
    }

    static native int nvmlDeviceGetMigMode(long device, long currentMode, long pendingMode);

    static native int nvmlDeviceGetMaxMigDeviceCount(long device, long count);

    static native int nvmlDeviceGetMigDeviceHandleByIndex(long device, int index, long migDevice);

    static native int nvmlDeviceGetGpuInstanceId(long device, long id);
}
