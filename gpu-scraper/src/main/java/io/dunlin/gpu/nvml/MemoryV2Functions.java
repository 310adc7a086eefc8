package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code nvmlDeviceGetMemoryInfo_v2}, which drivers before 510 lack: bound apart, so that its absence costs one metric. */
final class MemoryV2Functions {
    private MemoryV2Functions() {}

    /** Returns whether the library has the function. */
    static boolean bind(NativeLibrary library) {
        try {
            Native.register(MemoryV2Functions.class, library);
            return true;
        } catch (UnsatisfiedLinkError missing) {
            return false;
        }
    }

    static native int nvmlDeviceGetMemoryInfo_v2(long device, long memory);
}
