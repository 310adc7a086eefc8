package io.dunlin.gpu;

import io.dunlin.gpu.nvml.DeviceFact;

/**
 * Every label that a device's series have only when asked for, one row each. Names are dcgm-exporter's, whose default list
 * has all of them switched off.
 */
public enum GpuLabel {
    NVML_VERSION("DCGM_FI_NVML_VERSION", "NVML Version", DeviceFact.NVML_VERSION),
    BRAND("DCGM_FI_DEV_BRAND", "Device Brand", DeviceFact.BRAND),
    SERIAL("DCGM_FI_DEV_SERIAL", "Device Serial Number", DeviceFact.SERIAL),
    OEM_INFOROM_VER("DCGM_FI_DEV_OEM_INFOROM_VER", "OEM inforom version", DeviceFact.OEM_INFOROM_VERSION),
    ECC_INFOROM_VER("DCGM_FI_DEV_ECC_INFOROM_VER", "ECC inforom version", DeviceFact.ECC_INFOROM_VERSION),
    POWER_INFOROM_VER(
            "DCGM_FI_DEV_POWER_INFOROM_VER",
            "Power management object inforom version",
            DeviceFact.POWER_INFOROM_VERSION),
    INFOROM_IMAGE_VER("DCGM_FI_DEV_INFOROM_IMAGE_VER", "Inforom image version", DeviceFact.INFOROM_IMAGE_VERSION),
    VBIOS_VERSION("DCGM_FI_DEV_VBIOS_VERSION", "VBIOS version of the device", DeviceFact.VBIOS_VERSION);

    private final String labelName;
    private final String help;
    private final DeviceFact source;

    GpuLabel(String labelName, String help, DeviceFact source) {
        this.labelName = labelName;
        this.help = help;
        this.source = source;
    }

    /** Returns the label's name. */
    public String labelName() {
        return labelName;
    }

    /** Returns what the label's value is. */
    public String help() {
        return help;
    }

    /** Returns where the value comes from. */
    public DeviceFact source() {
        return source;
    }

    /** Returns the label with a name, or null. */
    static GpuLabel byName(String name) {
        for (GpuLabel label : values()) {
            if (label.labelName.equals(name)) {
                return label;
            }
        }
        return null;
    }
}
