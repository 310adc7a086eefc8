package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Lists the processes of one GPU with their memory and recent utilisation. One thread. */
final class ProcessReader implements AutoCloseable {
    /** nvmlProcessInfo_t { unsigned pid; unsigned long long usedGpuMemory; unsigned gpuInstanceId, computeInstanceId; }. */
    static final int INFO_PID = 0;

    static final int INFO_MEMORY = 8;
    static final int INFO_INSTANCE = 16;
    static final int INFO_LENGTH = 24;

    /** nvmlProcessUtilizationSample_t { unsigned pid; unsigned long long timeStamp; unsigned sm, mem, enc, decUtil; }. */
    static final int SAMPLE_PID = 0;

    static final int SAMPLE_TIME = 8;
    static final int SAMPLE_SM = 16;
    static final int SAMPLE_LENGTH = 32;

    static final int NOT_FOUND_CODE = 6;
    private static final int MOST_PROCESSES = 4096;
    private static final long SAMPLE_MILLIS = 1_000;

    private static final int[] TYPES = {GpuProcesses.COMPUTE, GpuProcesses.MPS, GpuProcesses.GRAPHICS};

    private final long handle;
    private final Memory count = new Memory(Integer.BYTES);
    private Memory buffer = new Memory(64L * SAMPLE_LENGTH);
    private final Clock clock = Clock.systemUTC();

    /** The types of processes that the device does not list. */
    private int unlisted;

    private boolean withoutUtilization;

    ProcessReader(long handle) {
        this.handle = handle;
    }

    /** Fills {@code out} and returns NVML's code. What the device does not support is not asked for again. */
    int read(GpuProcesses out) {
        int code = NvmlReturn.NOT_SUPPORTED_CODE;
        for (int type : TYPES) {
            if ((unlisted & type) == 0) {
                code = read(type, out);
                unlisted |= NvmlReturn.of(code).isPermanent() ? type : 0;
                if (code != 0 && (unlisted & type) == 0) {
                    return code;
                }
            }
        }
        if (out.count() > 0 && !withoutUtilization) {
            addUtilization(out);
        }
        return out.count() > 0 ? 0 : code;
    }

    private int read(int type, GpuProcesses out) {
        int code = list(type);
        for (int i = 0; code == 0 && i < count.getInt(0); i++) {
            long info = (long) i * INFO_LENGTH;
            long memory = buffer.getLong(info + INFO_MEMORY);
            out.add(
                    buffer.getInt(info + INFO_PID),
                    type,
                    buffer.getInt(info + INFO_INSTANCE),
                    memory == -1 ? Double.NaN : memory);
        }
        return code;
    }

    private int list(int type) {
        int code;
        do {
            int room = (int) (buffer.size() / INFO_LENGTH);
            count.setInt(0, room);
            code = list(type, Pointer.nativeValue(count), Pointer.nativeValue(buffer));
        } while (code == NvmlReturn.INSUFFICIENT_SIZE_CODE && grow());
        return code;
    }

    private int list(int type, long room, long infos) {
        return switch (type) {
            case GpuProcesses.MPS -> ProcessFunctions.nvmlDeviceGetMPSComputeRunningProcesses_v3(handle, room, infos);
            case GpuProcesses.GRAPHICS ->
                ProcessFunctions.nvmlDeviceGetGraphicsRunningProcesses_v3(handle, room, infos);
            default -> ProcessFunctions.nvmlDeviceGetComputeRunningProcesses_v3(handle, room, infos);
        };
    }

    /**
     * The driver samples each process a few times a second at most, so what counts is its newest sample of the last second:
     * a scrape that falls between two samples must not read as idle.
     */
    private void addUtilization(GpuProcesses out) {
        long since = TimeUnit.MILLISECONDS.toMicros(clock.millis() - SAMPLE_MILLIS);
        int code;
        do {
            count.setInt(0, (int) (buffer.size() / SAMPLE_LENGTH));
            code = ProcessFunctions.nvmlDeviceGetProcessUtilization(
                    handle, Pointer.nativeValue(buffer), Pointer.nativeValue(count), since);
        } while (code == NvmlReturn.INSUFFICIENT_SIZE_CODE && grow());
        withoutUtilization = NvmlReturn.of(code).isPermanent();
        if (code != 0 && code != NOT_FOUND_CODE) {
            return;
        }
        int samples = code == 0 ? count.getInt(0) : 0;
        for (int i = 0; i < samples; i++) {
            long sample = (long) i * SAMPLE_LENGTH;
            out.smUtilization(
                    buffer.getInt(sample + SAMPLE_PID),
                    buffer.getLong(sample + SAMPLE_TIME),
                    Integer.toUnsignedLong(buffer.getInt(sample + SAMPLE_SM)));
        }
        out.unsampledAreIdle();
    }

    private boolean grow() {
        if (buffer.size() >= (long) MOST_PROCESSES * SAMPLE_LENGTH) {
            return false;
        }
        Memory larger = new Memory(2 * buffer.size());
        buffer.close();
        buffer = larger;
        return true;
    }

    @Override
    public void close() {
        count.close();
        buffer.close();
    }
}
