package io.dunlin.gpu.nvml;

/** Offsets and sizes of the structs of {@code nvml.h} on 64-bit platforms, and the constants passed by value. */
final class NvmlLayout {
    /** nvmlTemperatureSensors_t: the GPU die. */
    static final int TEMPERATURE_GPU = 0;

    /** nvmlClockType_t. */
    static final int CLOCK_SM = 1;

    static final int CLOCK_MEM = 2;

    /** Room for any string: as long as the longest, NVML_DEVICE_UUID_V2_BUFFER_SIZE and NVML_DEVICE_NAME_V2_BUFFER_SIZE. */
    static final int STRING_LENGTH = 96;

    /** nvmlMemory_t { unsigned long long total, free, used; }. */
    static final int MEMORY_TOTAL = 0;

    static final int MEMORY_FREE = 8;
    static final int MEMORY_USED = 16;

    /** nvmlMemory_v2_t { unsigned version; unsigned long long total, reserved, free, used; }. */
    static final int MEMORY_V2_VERSION = 0;

    static final int MEMORY_V2_TOTAL = 8;
    static final int MEMORY_V2_RESERVED = 16;
    static final int MEMORY_V2_FREE = 24;
    static final int MEMORY_V2_USED = 32;
    static final int MEMORY_V2_LENGTH = 40;

    /** NVML_STRUCT_VERSION(Memory, 2): size in the low bits, version in the top byte. */
    static final int MEMORY_V2_TAG = MEMORY_V2_LENGTH | (2 << 24);

    /** nvmlPciInfo_t { char busIdLegacy[16]; unsigned domain, bus, device, pciDeviceId, pciSubSystemId; char busId[32]; }. */
    static final int PCI_BUS_ID = 16 + 5 * 4;

    /**
     * nvmlGridLicensableFeatures_t { int supported; unsigned count; nvmlGridLicensableFeature_t features[3]; } of {@code
     * { int code; unsigned state; char info[128], product[128]; unsigned enabled; expiry (16 bytes); }}.
     */
    static final int LICENSE_COUNT = 4;

    static final int LICENSE_FIRST = 8;
    static final int LICENSE_STATE = 4;
    static final int LICENSE_LENGTH = 4 + 4 + 128 + 128 + 4 + 16;
    static final int LICENSE_MOST = 3;

    /** Longer than any struct that is read here. */
    static final int SCRATCH_LENGTH = 1024;

    private NvmlLayout() {}
}
