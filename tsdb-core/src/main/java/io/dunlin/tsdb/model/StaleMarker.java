package io.dunlin.tsdb.model;

/** The NaN that says a series has ended. Only its exact bits count: any other NaN is an ordinary value. */
public final class StaleMarker {
    /** The bits of the marker. */
    public static final long BITS = 0x7ff0000000000002L;

    /** The marker as a value. */
    public static final double VALUE = Double.longBitsToDouble(BITS);

    /** The NaN that Go's arithmetic gives and that Prometheus writes for an ordinary NaN. */
    public static final long NORMAL_NAN_BITS = 0x7ff8000000000001L;

    private StaleMarker() {}

    /** Returns whether a value is the stale marker. */
    public static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
