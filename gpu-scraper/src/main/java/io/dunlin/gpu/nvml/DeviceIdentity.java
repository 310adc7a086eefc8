package io.dunlin.gpu.nvml;

/**
 * What names a GPU, or one MIG instance of a GPU, for as long as it is present.
 *
 * @param index the GPU's number in NVML's order
 * @param uuid {@code GPU-…} of the GPU, also for its instances
 * @param pciBusId {@code domain:bus:device.function}
 * @param minor the number in {@code /dev/nvidiaN}
 * @param model the product name
 * @param instance the MIG instance, or null for the GPU itself
 */
public record DeviceIdentity(int index, String uuid, String pciBusId, int minor, String model, MigInstance instance) {
    /**
     * A MIG instance.
     *
     * @param gpuInstance its GPU instance id
     * @param uuid {@code MIG-…}
     * @param profile its size, such as {@code 1g.10gb}
     */
    public record MigInstance(int gpuInstance, String uuid, String profile) {}

    /** Returns whether this is a MIG instance and not a whole GPU. */
    public boolean isInstance() {
        return instance != null;
    }
}
