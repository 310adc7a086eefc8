package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code nvmlDeviceGetCurrentClocksEventReasons}, which drivers before 535 lack. */
final class ClockEventFunctions {
    private ClockEventFunctions() {}

    /** Returns whether the library has these functions. */
    static boolean bind(NativeLibrary library) {
        return OptionalFunctions.bind(() -> Native.register(ClockEventFunctions.class, library));
    }

    static native int nvmlDeviceGetCurrentClocksEventReasons(long device, long reasons);
}
