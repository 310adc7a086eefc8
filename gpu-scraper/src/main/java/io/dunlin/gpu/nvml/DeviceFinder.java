package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** Finds the GPUs and MIG instances that are present. One thread. */
final class DeviceFinder {
    private static final String BEFORE_PROFILE = "MIG ";
    private static final int MIG_ENABLED = 1;

    private final OptionalGroups groups;
    private final Memory scratch;
    private final long address;

    DeviceFinder(OptionalGroups groups, Memory scratch) {
        this.groups = groups;
        this.scratch = scratch;
        this.address = Pointer.nativeValue(scratch);
    }

    /** Returns how many GPUs NVML counts. */
    int count() {
        return NvmlFunctions.nvmlDeviceGetCount_v2(address) == 0 ? scratch.getInt(0) : 0;
    }

    /** Returns each GPU followed by its instances; a GPU that NVML counts and does not give or name is left out. */
    List<NvmlDevice> find() {
        List<NvmlDevice> found = new ArrayList<>();
        int count = count();
        for (int i = 0; i < count; i++) {
            if (NvmlFunctions.nvmlDeviceGetHandleByIndex_v2(i, address) == 0) {
                add(found, i, scratch.getLong(0));
            }
        }
        return found;
    }

    private void add(List<NvmlDevice> found, int index, long handle) {
        String uuid = uuid(handle);
        if (uuid.isEmpty()) {
            return;
        }
        DeviceIdentity gpu =
                new DeviceIdentity(index, uuid, pciBusId(handle), minor(handle, index), name(handle), null);
        boolean mig = isMig(handle);
        NvmlDevice.Scope scope = mig ? NvmlDevice.Scope.MIG_BOARD : NvmlDevice.Scope.WHOLE_GPU;
        found.add(new NvmlDevice(gpu, handle, handle, scope));
        if (mig) {
            addInstances(found, gpu, handle);
        }
    }

    private void addInstances(List<NvmlDevice> found, DeviceIdentity gpu, long parent) {
        int most = MigFunctions.nvmlDeviceGetMaxMigDeviceCount(parent, address) == 0 ? scratch.getInt(0) : 0;
        for (int i = 0; i < most; i++) {
            if (MigFunctions.nvmlDeviceGetMigDeviceHandleByIndex(parent, i, address) != 0) {
                continue;
            }
            long handle = scratch.getLong(0);
            if (MigFunctions.nvmlDeviceGetGpuInstanceId(handle, address) != 0) {
                continue;
            }
            int gpuInstance = scratch.getInt(0);
            DeviceIdentity.MigInstance instance =
                    new DeviceIdentity.MigInstance(gpuInstance, uuid(handle), profile(name(handle)));
            DeviceIdentity identity =
                    new DeviceIdentity(gpu.index(), gpu.uuid(), gpu.pciBusId(), gpu.minor(), gpu.model(), instance);
            found.add(new NvmlDevice(identity, handle, parent, NvmlDevice.Scope.MIG_INSTANCE));
        }
    }

    /** NVML names an instance after its GPU: {@code NVIDIA H100 80GB HBM3 MIG 1g.10gb}. */
    private static String profile(String name) {
        int at = name.lastIndexOf(BEFORE_PROFILE);
        return at < 0 ? "" : name.substring(at + BEFORE_PROFILE.length());
    }

    private boolean isMig(long handle) {
        return groups.mig()
                && MigFunctions.nvmlDeviceGetMigMode(handle, address, address + Integer.BYTES) == 0
                && scratch.getInt(0) == MIG_ENABLED;
    }

    private String uuid(long handle) {
        return NvmlFunctions.nvmlDeviceGetUUID(handle, address, NvmlLayout.STRING_LENGTH) == 0
                ? scratch.getString(0)
                : "";
    }

    private String name(long handle) {
        return NvmlFunctions.nvmlDeviceGetName(handle, address, NvmlLayout.STRING_LENGTH) == 0
                ? scratch.getString(0)
                : "";
    }

    private int minor(long handle, int index) {
        return NvmlFunctions.nvmlDeviceGetMinorNumber(handle, address) == 0 ? scratch.getInt(0) : index;
    }

    private String pciBusId(long handle) {
        return NvmlFunctions.nvmlDeviceGetPciInfo_v3(handle, address) == 0
                ? scratch.getString(NvmlLayout.PCI_BUS_ID)
                : "";
    }
}
