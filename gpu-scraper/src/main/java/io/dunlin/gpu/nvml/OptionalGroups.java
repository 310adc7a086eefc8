package io.dunlin.gpu.nvml;

import com.sun.jna.NativeLibrary;

/** Which of the later groups of functions a library has. */
record OptionalGroups(
        boolean memoryV2,
        boolean clockEvents,
        boolean license,
        boolean eventWait,
        boolean gpm,
        boolean mig,
        boolean processes) {
    static OptionalGroups bind(NativeLibrary library) {
        return new OptionalGroups(
                MemoryV2Functions.bind(library),
                ClockEventFunctions.bind(library),
                LicenseFunctions.bind(library),
                EventWaitFunctions.bind(library),
                GpmFunctions.bind(library),
                MigFunctions.bind(library),
                ProcessFunctions.bind(library));
    }
}
