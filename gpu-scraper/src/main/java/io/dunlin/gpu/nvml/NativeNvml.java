package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.List;

/** NVML itself. Owns one scratch struct that every call writes into, hence one thread at a time. */
public final class NativeNvml implements Nvml {
    private final Memory scratch = new Memory(NvmlLayout.SCRATCH_LENGTH);
    private final long scratchAddress = Pointer.nativeValue(scratch);
    private final DeviceFinder finder;
    private final FactReader facts;
    private final List<NvmlDevice> devices;
    private final DeviceReader[] readers;
    private final ProcessReader[] processes;
    private final XidWatcher events;
    private boolean open = true;

    private NativeNvml(OptionalGroups groups) {
        this.finder = new DeviceFinder(groups, scratch);
        this.facts = new FactReader(scratch);
        this.devices = finder.find();
        this.readers = new DeviceReader[devices.size()];
        this.processes = new ProcessReader[devices.size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new DeviceReader(devices.get(i), groups, scratch);
            boolean hasProcesses =
                    groups.processes() && !devices.get(i).identity().isInstance();
            processes[i] = hasProcesses ? new ProcessReader(devices.get(i).handle()) : null;
        }
        this.events = groups.eventWait() ? XidWatcher.open(devices, scratch) : null;
    }

    /** Returns the library's file name on this platform. */
    public static String defaultLibrary() {
        return Platform.isWindows() ? "nvml.dll" : "libnvidia-ml.so.1";
    }

    /**
     * Loads and initialises NVML.
     *
     * @param library a file name to search for, or a path
     * @throws NvmlUnavailableException when there is no such library, it does not initialise, or there is no GPU
     */
    public static NativeNvml open(String library) throws NvmlUnavailableException {
        OptionalGroups groups = OptionalGroups.bind(load(library));
        int code = NvmlFunctions.nvmlInit_v2();
        if (code != 0) {
            throw new NvmlUnavailableException(
                    "NVML does not initialise: library=" + library + " code=" + code, true, null);
        }
        NativeNvml nvml = new NativeNvml(groups);
        if (nvml.deviceCount() == 0) {
            nvml.close();
            throw new NvmlUnavailableException("there is no GPU: library=" + library, true, null);
        }
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

    @Override
    public int deviceCount() {
        return finder.count();
    }

    @Override
    public String driverVersion() {
        int code = NvmlFunctions.nvmlSystemGetDriverVersion(scratchAddress, NvmlLayout.STRING_LENGTH);
        return code == 0 ? scratch.getString(0) : "";
    }

    @Override
    public List<DeviceIdentity> devices() {
        return devices.stream().map(NvmlDevice::identity).toList();
    }

    @Override
    public String fact(DeviceFact fact, int device) {
        return facts.read(fact, devices.get(device).parent());
    }

    @Override
    public NvmlReturn read(NvmlReading reading, int device, double[] out) {
        if (reading == NvmlReading.XID) {
            return NvmlReturn.of(events == null ? NvmlReturn.NOT_SUPPORTED_CODE : events.read(device, out));
        }
        return NvmlReturn.of(readers[device].read(reading, out));
    }

    @Override
    public NvmlReturn readProcesses(int device, GpuProcesses out) {
        out.clear();
        return NvmlReturn.of(processes[device] == null ? NvmlReturn.NOT_SUPPORTED_CODE : processes[device].read(out));
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (events != null) {
                events.close();
            }
            for (int i = 0; i < readers.length; i++) {
                readers[i].close();
                if (processes[i] != null) {
                    processes[i].close();
                }
            }
            NvmlFunctions.nvmlShutdown();
            scratch.close();
        }
    }
}
