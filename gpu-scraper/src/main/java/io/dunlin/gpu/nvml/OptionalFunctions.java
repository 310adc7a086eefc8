package io.dunlin.gpu.nvml;

/** Binds functions that an older library may lack. */
final class OptionalFunctions {
    private OptionalFunctions() {}

    /** Runs a registration and returns whether every function was found. */
    static boolean bind(Runnable registration) {
        try {
            registration.run();
            return true;
        } catch (UnsatisfiedLinkError missing) {
            return false;
        }
    }
}
