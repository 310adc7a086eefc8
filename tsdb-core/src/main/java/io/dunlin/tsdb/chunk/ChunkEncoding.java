package io.dunlin.tsdb.chunk;

/** The encodings of chunks that are read and written, with Prometheus's numbers for them. */
public enum ChunkEncoding {
    XOR(1),
    HISTOGRAM(2),
    FLOAT_HISTOGRAM(3);

    private final int code;

    ChunkEncoding(int code) {
        this.code = code;
    }

    /** Returns the number that stands for the encoding in files. */
    public int code() {
        return code;
    }

    /** Returns the encoding with a number, or null where there is none. */
    public static ChunkEncoding ofCode(int code) {
        return switch (code) {
            case 1 -> XOR;
            case 2 -> HISTOGRAM;
            case 3 -> FLOAT_HISTOGRAM;
            default -> null;
        };
    }
}
