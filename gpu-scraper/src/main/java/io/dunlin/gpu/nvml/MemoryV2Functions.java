package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code nvmlDeviceGetMemoryInfo_v2}, which drivers before 510 lack. */
final class MemoryV2Functions {
    private MemoryV2Functions() {}

    /** Returns whether the library has these functions. */
    static boolean bind(NativeLibrary library) {
        return OptionalFunctions.bind(() -> Native.register(MemoryV2Functions.class, library));
    }

    static native int nvmlDeviceGetMemoryInfo_v2(long device, long memory);
}
