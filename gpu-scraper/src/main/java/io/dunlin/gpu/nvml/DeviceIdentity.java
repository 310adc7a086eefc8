package io.dunlin.gpu.nvml;

/**
 * What names a GPU for as long as it is present.
 *
 * @param index its number in NVML's order
 * @param uuid {@code GPU-…}
 * @param pciBusId {@code domain:bus:device.function}
 * @param minor the number in {@code /dev/nvidiaN}
 * @param model the product name
 */
public record DeviceIdentity(int index, String uuid, String pciBusId, int minor, String model) {}
