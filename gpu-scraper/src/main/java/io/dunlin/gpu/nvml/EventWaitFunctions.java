package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code nvmlEventSetWait_v2}, which drivers before 450.80 lack. */
final class EventWaitFunctions {
    private EventWaitFunctions() {}

    /** Returns whether the library has these functions. */
    static boolean bind(NativeLibrary library) {
        return OptionalFunctions.bind(() -> Native.register(EventWaitFunctions.class, library));
    }

    static native int nvmlEventSetWait_v2(long set, long data, int timeoutMillis);
}
