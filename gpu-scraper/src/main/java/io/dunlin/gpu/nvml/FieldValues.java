package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * The fields of one device that NVML gives only through {@code nvmlDeviceGetFieldValues}, asked for in one call. A field
 * that the device does not support is taken out of the batch for good. One thread.
 */
final class FieldValues implements AutoCloseable {
    /** Field ids of {@code nvml.h}, in the order of the values given. */
    private static final int[] FIELDS = {
        82, // NVML_FI_DEV_MEMORY_TEMP
        138, // NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX
        139, // NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX
        38, // NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL
        45, // NVML_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL
        52, // NVML_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL
        59, // NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL
    };

    private static final int ALL_LINKS = -1;
    private static final int FIRST_THROUGHPUT = 1;
    private static final int LAST_THROUGHPUT = 2;

    /**
     * nvmlFieldValue_t { unsigned fieldId, scopeId; long long timestamp, latencyUsec; int valueType, nvmlReturn; union
     * value; }.
     */
    private static final int FIELD_ID = 0;

    private static final int SCOPE_ID = 4;
    private static final int VALUE_TYPE = 24;
    private static final int RETURN = 28;
    private static final int VALUE = 32;
    private static final int LENGTH = 40;

    private final Memory batch = new Memory((long) FIELDS.length * LENGTH);

    /** Which value each entry of the batch gives; the first {@code count} entries are asked for. */
    private final int[] slots = new int[FIELDS.length];

    private int count = FIELDS.length;

    FieldValues() {
        batch.clear();
        for (int i = 0; i < FIELDS.length; i++) {
            slots[i] = i;
            write(i);
        }
    }

    private void write(int entry) {
        int slot = slots[entry];
        boolean throughput = slot >= FIRST_THROUGHPUT && slot <= LAST_THROUGHPUT;
        batch.setInt((long) entry * LENGTH + FIELD_ID, FIELDS[slot]);
        batch.setInt((long) entry * LENGTH + SCOPE_ID, throughput ? ALL_LINKS : 0);
    }

    /** Reads all supported fields; NaN where a field has no value. Returns the code of the call. */
    int read(long device, double[] out) {
        for (int i = 0; i < FIELDS.length; i++) {
            out[i] = Double.NaN;
        }
        if (count == 0) {
            return NvmlReturn.NOT_SUPPORTED_CODE;
        }
        int code = NvmlFunctions.nvmlDeviceGetFieldValues(device, count, Pointer.nativeValue(batch));
        if (code != 0) {
            return code;
        }
        for (int i = count - 1; i >= 0; i--) {
            long entry = (long) i * LENGTH;
            NvmlReturn answer = NvmlReturn.of(batch.getInt(entry + RETURN));
            if (answer == NvmlReturn.SUCCESS) {
                out[slots[i]] = value(entry);
            } else if (answer.isPermanent()) {
                remove(i);
            }
        }
        return 0;
    }

    private void remove(int entry) {
        count--;
        slots[entry] = slots[count];
        copyEntry(count, entry);
    }

    private void copyEntry(int from, int to) {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            batch.setLong((long) to * LENGTH + i, batch.getLong((long) from * LENGTH + i));
        }
    }

    /** Reads the union by its nvmlValueType_t. */
    private double value(long entry) {
        long at = entry + VALUE;
        return switch (batch.getInt(entry + VALUE_TYPE)) {
            case 0 -> batch.getDouble(at);
            case 1 -> Integer.toUnsignedLong(batch.getInt(at));
            case 5 -> batch.getInt(at);
            case 6 -> Short.toUnsignedInt(batch.getShort(at));
            default -> batch.getLong(at);
        };
    }

    @Override
    public void close() {
        batch.close();
    }
}
