package io.dunlin.gpu.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code nvmlDeviceGetGridLicensableFeatures_v4}, which drivers before 470 lack. */
final class LicenseFunctions {
    private LicenseFunctions() {}

    /** Returns whether the library has these functions. */
    static boolean bind(NativeLibrary library) {
        return OptionalFunctions.bind(() -> Native.register(LicenseFunctions.class, library));
    }

    static native int nvmlDeviceGetGridLicensableFeatures_v4(long device, long features);
}
