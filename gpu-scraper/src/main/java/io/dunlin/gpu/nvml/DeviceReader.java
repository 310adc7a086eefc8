package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Makes the readings of one device. All calls write into one scratch struct that the devices of an {@link NativeNvml} share,
 * hence one thread at a time. Values whose bits are all set are unknown and become NaN.
 */
final class DeviceReader implements AutoCloseable {
    private static final int NO_VALUE = 0;
    private static final long SECOND_VALUE = 64;

    private final NvmlDevice device;
    private final long handle;
    private final OptionalGroups groups;
    private final Memory scratch;
    private final long address;
    private final FieldValues fields = FieldValues.ofDevice();
    private final FieldValues links = FieldValues.ofLinks();
    private final GpmSampler gpm;

    DeviceReader(NvmlDevice device, OptionalGroups groups, Memory scratch) {
        this.device = device;
        this.handle = device.handle();
        this.groups = groups;
        this.scratch = scratch;
        this.address = Pointer.nativeValue(scratch);
        this.gpm = groups.gpm() ? GpmSampler.open(device, scratch) : null;
    }

    /** Makes a reading other than {@link NvmlReading#XID} and returns NVML's code. */
    int read(NvmlReading reading, double[] out) {
        return device.scope().covers(reading) ? call(reading, out) : NvmlReturn.NOT_SUPPORTED_CODE;
    }

    private int call(NvmlReading reading, double[] out) {
        return switch (reading) {
            case TEMPERATURE ->
                oneInt(NvmlFunctions.nvmlDeviceGetTemperature(handle, NvmlLayout.TEMPERATURE_GPU, address), out);
            case UTILIZATION -> twoInts(NvmlFunctions.nvmlDeviceGetUtilizationRates(handle, address), out);
            case MEMORY -> groups.memoryV2() ? memoryV2(out) : memory(out);
            case SM_CLOCK -> oneInt(NvmlFunctions.nvmlDeviceGetClockInfo(handle, NvmlLayout.CLOCK_SM, address), out);
            case MEMORY_CLOCK ->
                oneInt(NvmlFunctions.nvmlDeviceGetClockInfo(handle, NvmlLayout.CLOCK_MEM, address), out);
            case POWER -> oneInt(NvmlFunctions.nvmlDeviceGetPowerUsage(handle, address), out);
            case ENERGY -> oneLong(NvmlFunctions.nvmlDeviceGetTotalEnergyConsumption(handle, address), out);
            case ENCODER ->
                oneInt(NvmlFunctions.nvmlDeviceGetEncoderUtilization(handle, address, address + SECOND_VALUE), out);
            case DECODER ->
                oneInt(NvmlFunctions.nvmlDeviceGetDecoderUtilization(handle, address, address + SECOND_VALUE), out);
            case PCIE_REPLAY -> oneInt(NvmlFunctions.nvmlDeviceGetPcieReplayCounter(handle, address), out);
            case REMAPPED_ROWS -> remappedRows(out);
            case ECC_ERRORS -> eccErrors(out);
            case RETIRED_PAGES -> retiredPages(out);
            case CLOCKS_EVENT_REASONS -> clocksEventReasons(out);
            case VIOLATIONS -> violations(out);
            case FIELD_VALUES -> fields.read(handle, out);
            case NVLINK_LINKS -> links.read(handle, out);
            case GPM -> gpm == null ? NvmlReturn.NOT_SUPPORTED_CODE : gpm.read(out);
            case PCIE_THROUGHPUT -> gpm == null ? pcieThroughput(out) : NvmlReturn.NOT_SUPPORTED_CODE;
            case VGPU_LICENSE -> vgpuLicense(out);
            case XID -> throw new IllegalArgumentException("not a call on a device: reading=" + reading);
        };
    }

    private static double known(long value) {
        return FieldValues.unsigned(value);
    }

    private double intAt(long offset) {
        int value = scratch.getInt(offset);
        return value == -1 ? Double.NaN : Integer.toUnsignedLong(value);
    }

    private int oneInt(int code, double[] out) {
        out[0] = intAt(0);
        return code;
    }

    private int twoInts(int code, double[] out) {
        out[0] = intAt(0);
        out[1] = intAt(Integer.BYTES);
        return code;
    }

    private int oneLong(int code, double[] out) {
        out[0] = known(scratch.getLong(0));
        return code;
    }

    private int memoryV2(double[] out) {
        scratch.setInt(NvmlLayout.MEMORY_V2_VERSION, NvmlLayout.MEMORY_V2_TAG);
        int code = MemoryV2Functions.nvmlDeviceGetMemoryInfo_v2(handle, address);
        out[0] = known(scratch.getLong(NvmlLayout.MEMORY_V2_TOTAL));
        out[1] = known(scratch.getLong(NvmlLayout.MEMORY_V2_RESERVED));
        out[2] = known(scratch.getLong(NvmlLayout.MEMORY_V2_FREE));
        out[3] = known(scratch.getLong(NvmlLayout.MEMORY_V2_USED));
        return code;
    }

    /** The first version counts reserved memory as used, and can't tell how much it is. */
    private int memory(double[] out) {
        int code = NvmlFunctions.nvmlDeviceGetMemoryInfo(handle, address);
        out[0] = known(scratch.getLong(NvmlLayout.MEMORY_TOTAL));
        out[1] = Double.NaN;
        out[2] = known(scratch.getLong(NvmlLayout.MEMORY_FREE));
        out[3] = known(scratch.getLong(NvmlLayout.MEMORY_USED));
        return code;
    }

    private int remappedRows(double[] out) {
        int code = NvmlFunctions.nvmlDeviceGetRemappedRows(
                handle, address, address + Integer.BYTES, address + 2 * Integer.BYTES, address + 3 * Integer.BYTES);
        for (int i = 0; i < 4; i++) {
            out[i] = intAt((long) i * Integer.BYTES);
        }
        return code;
    }

    private int eccErrors(double[] out) {
        for (int i = 0; i < 4; i++) {
            int code = NvmlFunctions.nvmlDeviceGetTotalEccErrors(handle, i & 1, i >> 1, address);
            if (code != 0) {
                return code;
            }
            out[i] = known(scratch.getLong(0));
        }
        return 0;
    }

    /** With a page count of zero and no array NVML tells the count alone; more pages than that is its error 7. */
    private int retiredPages(double[] out) {
        for (int cause = 0; cause < 2; cause++) {
            scratch.setInt(0, 0);
            int code = NvmlFunctions.nvmlDeviceGetRetiredPages(handle, cause, address, NO_VALUE);
            if (code != 0 && code != NvmlReturn.INSUFFICIENT_SIZE_CODE) {
                return code;
            }
            out[cause] = intAt(0);
        }
        int code = NvmlFunctions.nvmlDeviceGetRetiredPagesPendingStatus(handle, address);
        out[2] = intAt(0);
        return code;
    }

    private int clocksEventReasons(double[] out) {
        return groups.clockEvents()
                ? oneLong(ClockEventFunctions.nvmlDeviceGetCurrentClocksEventReasons(handle, address), out)
                : NvmlReturn.NOT_SUPPORTED_CODE;
    }

    /** nvmlViolationTime_t { unsigned long long referenceTime, violationTime; }, one call a policy. */
    private int violations(double[] out) {
        int answered = NvmlReturn.NOT_SUPPORTED_CODE;
        for (int policy = 0; policy < NvmlReading.VIOLATIONS.valueCount(); policy++) {
            int code = NvmlFunctions.nvmlDeviceGetViolationStatus(handle, policy, address);
            out[policy] = code == 0 ? known(scratch.getLong(Long.BYTES)) : Double.NaN;
            if (code == 0 || NvmlReturn.of(code).isDeviceGone()) {
                answered = code;
            }
        }
        return answered;
    }

    private int pcieThroughput(double[] out) {
        for (int direction = 0; direction < 2; direction++) {
            int code = NvmlFunctions.nvmlDeviceGetPcieThroughput(handle, direction, address);
            if (code != 0) {
                return code;
            }
            out[direction] = intAt(0);
        }
        return 0;
    }

    private int vgpuLicense(double[] out) {
        if (!groups.license()) {
            return NvmlReturn.NOT_SUPPORTED_CODE;
        }
        int code = LicenseFunctions.nvmlDeviceGetGridLicensableFeatures_v4(handle, address);
        int count = Math.min(scratch.getInt(NvmlLayout.LICENSE_COUNT), NvmlLayout.LICENSE_MOST);
        out[0] = 0;
        for (int i = 0; i < count; i++) {
            long state = NvmlLayout.LICENSE_FIRST + (long) i * NvmlLayout.LICENSE_LENGTH + NvmlLayout.LICENSE_STATE;
            out[0] = scratch.getInt(state) != 0 ? 1 : out[0];
        }
        return code;
    }

    @Override
    public void close() {
        fields.close();
        links.close();
        if (gpm != null) {
            gpm.close();
        }
    }
}
