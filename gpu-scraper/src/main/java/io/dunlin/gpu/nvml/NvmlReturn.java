package io.dunlin.gpu.nvml;

/** What an NVML call answered: {@code nvmlReturn_t} of {@code nvml.h}, grouped by what a scraper does about it. */
public enum NvmlReturn {
    SUCCESS,
    NOT_SUPPORTED,
    FUNCTION_NOT_FOUND,
    NO_PERMISSION,
    UNINITIALIZED,
    DRIVER_NOT_LOADED,
    LIBRARY_MISMATCH,
    GPU_IS_LOST,
    RESET_REQUIRED,
    OTHER_ERROR;

    /** NVML_ERROR_NOT_SUPPORTED. */
    static final int NOT_SUPPORTED_CODE = 3;

    /** NVML_ERROR_INSUFFICIENT_SIZE. */
    static final int INSUFFICIENT_SIZE_CODE = 7;

    /** NVML_ERROR_TIMEOUT. */
    static final int TIMEOUT_CODE = 10;

    /** Returns the group of a return code. */
    public static NvmlReturn of(int code) {
        return switch (code) {
            case 0 -> SUCCESS;
            case 1 -> UNINITIALIZED;
            case NOT_SUPPORTED_CODE -> NOT_SUPPORTED;
            case 4 -> NO_PERMISSION;
            case 9 -> DRIVER_NOT_LOADED;
            case 13 -> FUNCTION_NOT_FOUND;
            case 15 -> GPU_IS_LOST;
            case 16 -> RESET_REQUIRED;
            case 18 -> LIBRARY_MISMATCH;
            default -> OTHER_ERROR;
        };
    }

    /** Returns whether the device will never answer this call, so that asking again is a waste. */
    public boolean isPermanent() {
        return this == NOT_SUPPORTED || this == FUNCTION_NOT_FOUND || this == NO_PERMISSION;
    }

    /** Returns whether the driver went away or was replaced, so that NVML must be initialised anew. */
    public boolean isDriverGone() {
        return this == UNINITIALIZED || this == DRIVER_NOT_LOADED || this == LIBRARY_MISMATCH;
    }

    /** Returns whether the device itself is gone until a reset or a restart of the driver. */
    public boolean isDeviceGone() {
        return this == GPU_IS_LOST || this == RESET_REQUIRED;
    }
}
