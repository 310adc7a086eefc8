package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** GPU performance monitoring (GPM), which drivers before 520 lack; devices have it from Hopper on. */
final class GpmFunctions {
    private GpmFunctions() {}

    /** Returns whether the library has these functions. */
    static boolean bind(NativeLibrary library) {
        return OptionalFunctions.bind(() -> Native.register(GpmFunctions.class, library));
    }

    static native int nvmlGpmQueryDeviceSupport(long device, long support);

    static native int nvmlGpmSampleAlloc(long sample);

    static native int nvmlGpmSampleFree(long sample);

    static native int nvmlGpmSampleGet(long device, long sample);

    static native int nvmlGpmMigSampleGet(long device, int gpuInstance, long sample);

    static native int nvmlGpmMetricsGet(long metrics);
}
