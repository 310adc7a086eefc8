package io.dunlin.gpu.nvml;

/**
 * A handle of NVML with what may be asked of it. A GPU in MIG mode answers for its board (temperature, power, clocks,
 * errors); memory and activity are told by its instances, so that each byte and each cycle is counted once.
 *
 * @param identity what names it
 * @param handle the handle that readings are made with
 * @param parent the handle of the GPU, the same for a whole GPU
 * @param scope what is read from it
 */
record NvmlDevice(DeviceIdentity identity, long handle, long parent, Scope scope) {
    /** What a handle stands for. */
    enum Scope {
        WHOLE_GPU,
        MIG_BOARD,
        MIG_INSTANCE;

        boolean covers(NvmlReading reading) {
            boolean ofInstance = reading == NvmlReading.MEMORY || reading == NvmlReading.GPM;
            return switch (this) {
                case WHOLE_GPU -> true;
                case MIG_BOARD -> !ofInstance;
                case MIG_INSTANCE -> ofInstance;
            };
        }
    }
}
