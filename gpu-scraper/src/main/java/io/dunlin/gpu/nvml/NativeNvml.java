package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** NVML itself. Owns one scratch struct that every call writes into, hence one thread at a time. */
public final class NativeNvml implements Nvml {
    private final boolean hasMemoryV2;
    private final Memory scratch = new Memory(NvmlLayout.SCRATCH_LENGTH);
    private final long scratchAddress = Pointer.nativeValue(scratch);
    private long[] handles = {};
    private boolean open = true;

    private NativeNvml(boolean hasMemoryV2) {
        this.hasMemoryV2 = hasMemoryV2;
    }

    /** Returns the library's file name on this platform. */
    public static String defaultLibrary() {
        return Platform.isWindows() ? "nvml.dll" : "libnvidia-ml.so.1";
    }

    /**
     * Loads and initialises NVML.
     *
     * @param library a file name to search for, or a path
     * @throws NvmlUnavailableException when there is no such library or it does not initialise
     */
    public static NativeNvml open(String library) throws NvmlUnavailableException {
        NativeLibrary loaded = load(library);
        boolean hasMemoryV2 = MemoryV2Functions.bind(loaded);
        int code = NvmlFunctions.nvmlInit_v2();
        if (code != 0) {
            boolean later = NvmlReturn.of(code) == NvmlReturn.DRIVER_NOT_LOADED;
            throw new NvmlUnavailableException("NVML does not initialise: library=" + library + " code=" + code, later, null);
        }
        NativeNvml nvml = new NativeNvml(hasMemoryV2);
        nvml.findHandles();
        return nvml;
    }

    private static NativeLibrary load(String library) throws NvmlUnavailableException {
        try {
            NativeLibrary loaded = NativeLibrary.getInstance(library);
            NvmlFunctions.bind(loaded);
            return loaded;
        } catch (UnsatisfiedLinkError e) {
            String words = e.getMessage().lines().findFirst().orElse("");
            throw new NvmlUnavailableException("NVML can't be loaded: library=" + library + ": " + words, false, e);
        }
    }

    private void findHandles() {
        int count = NvmlFunctions.nvmlDeviceGetCount_v2(scratchAddress) == 0 ? scratch.getInt(0) : 0;
        handles = new long[count];
        for (int i = 0; i < count; i++) {
            if (NvmlFunctions.nvmlDeviceGetHandleByIndex_v2(i, scratchAddress) == 0) {
                handles[i] = scratch.getLong(0);
            }
        }
    }

    @Override
    public String driverVersion() {
        int code = NvmlFunctions.nvmlSystemGetDriverVersion(scratchAddress, NvmlLayout.STRING_LENGTH);
        return code == 0 ? scratch.getString(0) : "";
    }

    @Override
    public List<DeviceIdentity> devices() {
        List<DeviceIdentity> found = new ArrayList<>();
        for (int i = 0; i < handles.length; i++) {
            if (handles[i] != 0 && NvmlFunctions.nvmlDeviceGetUUID(handles[i], scratchAddress, NvmlLayout.STRING_LENGTH) == 0) {
                found.add(identity(i, scratch.getString(0)));
            }
        }
        return found;
    }

    private DeviceIdentity identity(int index, String uuid) {
        long handle = handles[index];
        int length = NvmlLayout.STRING_LENGTH;
        String model = NvmlFunctions.nvmlDeviceGetName(handle, scratchAddress, length) == 0 ? scratch.getString(0) : "";
        int minor = NvmlFunctions.nvmlDeviceGetMinorNumber(handle, scratchAddress) == 0 ? scratch.getInt(0) : index;
        boolean hasPci = NvmlFunctions.nvmlDeviceGetPciInfo_v3(handle, scratchAddress) == 0;
        String busId = hasPci ? scratch.getString(NvmlLayout.PCI_BUS_ID) : "";
        return new DeviceIdentity(index, uuid, busId, minor, model);
    }

    @Override
    public NvmlReturn read(NvmlReading reading, int device, long[] out) {
        long handle = handles[device];
        int code =
                switch (reading) {
                    case TEMPERATURE -> readUnsignedInt(
                            NvmlFunctions.nvmlDeviceGetTemperature(handle, NvmlLayout.TEMPERATURE_GPU, scratchAddress), out);
                    case UTILIZATION -> readUtilization(handle, out);
                    case MEMORY -> hasMemoryV2 ? readMemoryV2(handle, out) : readMemory(handle, out);
                    case SM_CLOCK -> readUnsignedInt(
                            NvmlFunctions.nvmlDeviceGetClockInfo(handle, NvmlLayout.CLOCK_SM, scratchAddress), out);
                    case MEMORY_CLOCK -> readUnsignedInt(
                            NvmlFunctions.nvmlDeviceGetClockInfo(handle, NvmlLayout.CLOCK_MEM, scratchAddress), out);
                    case POWER -> readUnsignedInt(NvmlFunctions.nvmlDeviceGetPowerUsage(handle, scratchAddress), out);
                    case ENERGY -> readEnergy(handle, out);
                };
        return NvmlReturn.of(code);
    }

    private int readUnsignedInt(int code, long[] out) {
        out[0] = Integer.toUnsignedLong(scratch.getInt(0));
        return code;
    }

    private int readUtilization(long handle, long[] out) {
        int code = NvmlFunctions.nvmlDeviceGetUtilizationRates(handle, scratchAddress);
        out[0] = Integer.toUnsignedLong(scratch.getInt(NvmlLayout.UTILIZATION_GPU));
        out[1] = Integer.toUnsignedLong(scratch.getInt(NvmlLayout.UTILIZATION_MEMORY));
        return code;
    }

    private int readMemoryV2(long handle, long[] out) {
        scratch.setInt(NvmlLayout.MEMORY_V2_VERSION, NvmlLayout.MEMORY_V2_TAG);
        int code = MemoryV2Functions.nvmlDeviceGetMemoryInfo_v2(handle, scratchAddress);
        out[0] = scratch.getLong(NvmlLayout.MEMORY_V2_TOTAL);
        out[1] = scratch.getLong(NvmlLayout.MEMORY_V2_RESERVED);
        out[2] = scratch.getLong(NvmlLayout.MEMORY_V2_FREE);
        out[3] = scratch.getLong(NvmlLayout.MEMORY_V2_USED);
        return code;
    }

    /** The first version counts reserved memory as used: all bits set in its place say that it is unknown. */
    private int readMemory(long handle, long[] out) {
        int code = NvmlFunctions.nvmlDeviceGetMemoryInfo(handle, scratchAddress);
        out[0] = scratch.getLong(NvmlLayout.MEMORY_TOTAL);
        out[1] = -1;
        out[2] = scratch.getLong(NvmlLayout.MEMORY_FREE);
        out[3] = scratch.getLong(NvmlLayout.MEMORY_USED);
        return code;
    }

    private int readEnergy(long handle, long[] out) {
        int code = NvmlFunctions.nvmlDeviceGetTotalEnergyConsumption(handle, scratchAddress);
        out[0] = scratch.getLong(0);
        return code;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            handles = new long[0];
            NvmlFunctions.nvmlShutdown();
            scratch.close();
        }
    }
}
