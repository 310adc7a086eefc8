package io.dunlin.gpu.nvml;

/** One NVML call that gives a text which does not change while NVML is initialised. */
public enum DeviceFact {
    /** nvmlSystemGetNVMLVersion: the same for all devices. */
    NVML_VERSION,
    /** nvmlDeviceGetBrand: the name of {@link FactReader} for the number that NVML gives. */
    BRAND,
    /** nvmlDeviceGetSerial: what is printed on the board. */
    SERIAL,
    /** nvmlDeviceGetInforomVersion(OEM). */
    OEM_INFOROM_VERSION,
    /** nvmlDeviceGetInforomVersion(ECC). */
    ECC_INFOROM_VERSION,
    /** nvmlDeviceGetInforomVersion(POWER). */
    POWER_INFOROM_VERSION,
    /** nvmlDeviceGetInforomImageVersion. */
    INFOROM_IMAGE_VERSION,
    /** nvmlDeviceGetVbiosVersion. */
    VBIOS_VERSION
}
