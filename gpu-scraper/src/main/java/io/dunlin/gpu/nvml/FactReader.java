package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;

/** Reads what a GPU says of itself once and for all. One thread. */
final class FactReader {
    /** nvmlInforomObject_t. */
    static final int INFOROM_OEM = 0;

    static final int INFOROM_ECC = 1;
    static final int INFOROM_POWER = 2;

    /** The brands by their nvmlBrandType_t, in the words of DCGM. */
    static final List<String> BRANDS = List.of(
            "Unknown",
            "Quadro",
            "Tesla",
            "NVS",
            "Grid",
            "GeForce",
            "Titan",
            "NVIDIA Virtual Applications",
            "NVIDIA Virtual PC",
            "NVIDIA Virtual Compute Server",
            "NVIDIA RTX Virtual Workstation",
            "NVIDIA vGaming",
            "Quadro RTX",
            "NVIDIA RTX",
            "NVIDIA",
            "GeForce RTX",
            "Titan RTX");

    private static final int ROOM = NvmlLayout.STRING_LENGTH;

    private final Memory scratch;
    private final long address;

    FactReader(Memory scratch) {
        this.scratch = scratch;
        this.address = Pointer.nativeValue(scratch);
    }

    /** Returns a fact about a whole GPU, empty where NVML does not give it. */
    String read(DeviceFact fact, long gpu) {
        int code = call(fact, gpu);
        if (code != 0) {
            return "";
        }
        return fact == DeviceFact.BRAND ? brand(scratch.getInt(0)) : scratch.getString(0);
    }

    private int call(DeviceFact fact, long gpu) {
        return switch (fact) {
            case NVML_VERSION -> NvmlFunctions.nvmlSystemGetNVMLVersion(address, ROOM);
            case BRAND -> NvmlFunctions.nvmlDeviceGetBrand(gpu, address);
            case SERIAL -> NvmlFunctions.nvmlDeviceGetSerial(gpu, address, ROOM);
            case OEM_INFOROM_VERSION -> NvmlFunctions.nvmlDeviceGetInforomVersion(gpu, INFOROM_OEM, address, ROOM);
            case ECC_INFOROM_VERSION -> NvmlFunctions.nvmlDeviceGetInforomVersion(gpu, INFOROM_ECC, address, ROOM);
            case POWER_INFOROM_VERSION -> NvmlFunctions.nvmlDeviceGetInforomVersion(gpu, INFOROM_POWER, address, ROOM);
            case INFOROM_IMAGE_VERSION -> NvmlFunctions.nvmlDeviceGetInforomImageVersion(gpu, address, ROOM);
            case VBIOS_VERSION -> NvmlFunctions.nvmlDeviceGetVbiosVersion(gpu, address, ROOM);
        };
    }

    private static String brand(int code) {
        return code >= 0 && code < BRANDS.size() ? BRANDS.get(code) : BRANDS.get(0);
    }
}
