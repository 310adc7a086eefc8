package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

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

    private final long handle;
    private final Memory count = new Memory(Integer.BYTES);
    private Memory buffer = new Memory(64L * SAMPLE_LENGTH);
    private long lastSeenMicros;

    ProcessReader(long handle) {
        this.handle = handle;
    }

    /** Fills {@code out} and returns NVML's code. */
    int read(GpuProcesses out) {
        int code = list();
        if (code != 0) {
            return code;
        }
        for (int i = 0; i < count.getInt(0); i++) {
            long info = (long) i * INFO_LENGTH;
            long memory = buffer.getLong(info + INFO_MEMORY);
            out.add(
                    buffer.getInt(info + INFO_PID),
                    buffer.getInt(info + INFO_INSTANCE),
                    memory == -1 ? Double.NaN : memory);
        }
        if (out.count() > 0) {
            addUtilization(out);
        }
        return 0;
    }

    private int list() {
        int code;
        do {
            int room = (int) (buffer.size() / INFO_LENGTH);
            count.setInt(0, room);
            code = ProcessFunctions.nvmlDeviceGetComputeRunningProcesses_v3(
                    handle, Pointer.nativeValue(count), Pointer.nativeValue(buffer));
        } while (code == NvmlReturn.INSUFFICIENT_SIZE_CODE && grow());
        return code;
    }

    /** Samples newer than the last call's; each process's newest one counts. */
    private void addUtilization(GpuProcesses out) {
        int code;
        do {
            count.setInt(0, (int) (buffer.size() / SAMPLE_LENGTH));
            code = ProcessFunctions.nvmlDeviceGetProcessUtilization(
                    handle, Pointer.nativeValue(buffer), Pointer.nativeValue(count), lastSeenMicros);
        } while (code == NvmlReturn.INSUFFICIENT_SIZE_CODE && grow());
        if (code != 0 && code != NOT_FOUND_CODE) {
            return;
        }
        int samples = code == 0 ? count.getInt(0) : 0;
        for (int i = 0; i < samples; i++) {
            long sample = (long) i * SAMPLE_LENGTH;
            lastSeenMicros = Math.max(lastSeenMicros, buffer.getLong(sample + SAMPLE_TIME));
            out.smUtilization(buffer.getInt(sample + SAMPLE_PID), (double)
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
