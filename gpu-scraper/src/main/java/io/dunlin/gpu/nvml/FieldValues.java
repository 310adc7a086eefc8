package io.dunlin.gpu.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Arrays;

/**
 * Fields of one device that NVML gives only through {@code nvmlDeviceGetFieldValues}, asked for in one call. A field that
 * the device does not support is taken out of the batch for good. One thread.
 */
final class FieldValues implements AutoCloseable {
    /** Field ids of {@code nvml.h}, in the order of the values given. */
    static final int[] FIELDS = {
        82, // NVML_FI_DEV_MEMORY_TEMP
        138, // NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX
        139, // NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_RX
        38, // NVML_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL
        45, // NVML_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL
        52, // NVML_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL
        59, // NVML_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL
    };

    private static final int ALL_LINKS = -1;
    private static final int[] SCOPES = {0, ALL_LINKS, ALL_LINKS, 0, 0, 0, 0};
    private static final int THROUGHPUT_TX = 1;
    private static final int THROUGHPUT_RX = 2;

    /**
     * nvmlFieldValue_t { unsigned fieldId, scopeId; long long timestamp, latencyUsec; int valueType, nvmlReturn; union
     * value; }.
     */
    static final int FIELD_ID = 0;

    static final int SCOPE_ID = 4;
    static final int VALUE_TYPE = 24;
    static final int RETURN = 28;
    static final int VALUE = 32;
    static final int LENGTH = 40;

    private final Memory batch;

    /** Which value each entry of the batch gives; the first {@code count} entries are asked for. */
    private final int[] slots;

    private int count;

    private FieldValues(int[] ids, int[] scopes) {
        batch = new Memory((long) ids.length * LENGTH);
        batch.clear();
        slots = new int[ids.length];
        count = ids.length;
        for (int i = 0; i < ids.length; i++) {
            slots[i] = i;
            batch.setInt((long) i * LENGTH + FIELD_ID, ids[i]);
            batch.setInt((long) i * LENGTH + SCOPE_ID, scopes[i]);
        }
    }

    /** The fields of the whole device, in the order of {@link NvmlReading#FIELD_VALUES}. */
    static FieldValues ofDevice() {
        return new FieldValues(FIELDS, SCOPES);
    }

    /** What was sent and received over each NVLink, in the order of {@link NvmlReading#NVLINK_LINKS}. */
    static FieldValues ofLinks() {
        int[] ids = new int[NvmlReading.NVLINK_LINKS.valueCount()];
        int[] links = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = FIELDS[i % 2 == 0 ? THROUGHPUT_TX : THROUGHPUT_RX];
            links[i] = i / 2;
        }
        return new FieldValues(ids, links);
    }

    /** Reads all supported fields; NaN where a field has no value. Returns the code of the call. */
    int read(long device, double[] out) {
        Arrays.fill(out, 0, slots.length, Double.NaN);
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

    /** Reads the union by its nvmlValueType_t; an unsigned value whose bits are all set is unknown. */
    private double value(long entry) {
        long at = entry + VALUE;
        return switch (batch.getInt(entry + VALUE_TYPE)) {
            case 0 -> batch.getDouble(at);
            case 1 -> batch.getInt(at) == -1 ? Double.NaN : Integer.toUnsignedLong(batch.getInt(at));
            case 4 -> batch.getLong(at);
            case 5 -> batch.getInt(at);
            case 6 -> Short.toUnsignedInt(batch.getShort(at));
            default -> unsigned(batch.getLong(at));
        };
    }

    /** Returns an unsigned long long, NaN where all its bits are set. */
    static double unsigned(long value) {
        if (value >= 0) {
            return value;
        }
        return value == -1 ? Double.NaN : 2.0 * (value >>> 1);
    }

    @Override
    public void close() {
        batch.close();
    }
}
