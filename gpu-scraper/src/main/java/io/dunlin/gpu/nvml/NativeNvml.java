package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** NVML itself. Owns one scratch struct that every call writes into, hence one thread at a time. */
public final class NativeNvml implements Nvml {
    private final Memory scratch = new Memory(NvmlLayout.SCRATCH_LENGTH);
    private final long scratchAddress = Pointer.nativeValue(scratch);
    private final long[] handles;
    private final DeviceReader[] readers;
    private final XidWatcher events;
    private boolean open = true;

    private NativeNvml(OptionalGroups groups) {
        this.handles = findHandles();
        this.readers = new DeviceReader[handles.length];
        for (int i = 0; i < handles.length; i++) {
            readers[i] = handles[i] == 0 ? null : new DeviceReader(handles[i], groups, scratch);
        }
        this.events = groups.eventWait() ? XidWatcher.open(handles, scratch) : null;
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
        OptionalGroups groups = OptionalGroups.bind(load(library));
        int code = NvmlFunctions.nvmlInit_v2();
        if (code != 0) {
            boolean later = NvmlReturn.of(code) == NvmlReturn.DRIVER_NOT_LOADED;
            throw new NvmlUnavailableException(
                    "NVML does not initialise: library=" + library + " code=" + code, later, null);
        }
        return new NativeNvml(groups);
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

    @Override
    public int deviceCount() {
        return NvmlFunctions.nvmlDeviceGetCount_v2(scratchAddress) == 0 ? scratch.getInt(0) : 0;
    }

    /** Returns the handle of each device, 0 for one that NVML counts and does not give. */
    private long[] findHandles() {
        long[] found = new long[deviceCount()];
        for (int i = 0; i < found.length; i++) {
            if (NvmlFunctions.nvmlDeviceGetHandleByIndex_v2(i, scratchAddress) == 0) {
                found[i] = scratch.getLong(0);
            }
        }
        return found;
    }

    @Override
    public String driverVersion() {
        int code = NvmlFunctions.nvmlSystemGetDriverVersion(scratchAddress, NvmlLayout.STRING_LENGTH);
        return code == 0 ? scratch.getString(0) : "";
    }

    @Override
    public List<DeviceIdentity> devices() {
        List<DeviceIdentity> found = new ArrayList<>();
        int length = NvmlLayout.STRING_LENGTH;
        for (int i = 0; i < handles.length; i++) {
            if (handles[i] != 0 && NvmlFunctions.nvmlDeviceGetUUID(handles[i], scratchAddress, length) == 0) {
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
    public NvmlReturn read(NvmlReading reading, int device, double[] out) {
        if (reading == NvmlReading.XID) {
            return NvmlReturn.of(events == null ? NvmlReturn.NOT_SUPPORTED_CODE : events.read(device, out));
        }
        return NvmlReturn.of(readers[device].read(reading, out));
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (events != null) {
                events.close();
            }
            for (DeviceReader reader : readers) {
                if (reader != null) {
                    reader.close();
                }
            }
            NvmlFunctions.nvmlShutdown();
            scratch.close();
        }
    }
}
