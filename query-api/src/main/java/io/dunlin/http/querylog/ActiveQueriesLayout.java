package io.dunlin.http.querylog;

/**
 * Where things are in the file {@code active-queries}. It is Prometheus's layout, a JSON array that may end anywhere:
 *
 * <pre>
 *  0       1                  1001               2001
 *  +-------+------------------+------------------+----
 *  |  '['  | slot 0           | slot 1           | …
 *  +-------+------------------+------------------+----
 *  slot, 1000 bytes:
 *  +---------------------------------------------+---------+-----+
 *  | {"query":"…","timestamp_sec":1700000000}    | zeros   | ',' |
 *  +---------------------------------------------+---------+-----+
 *  a free slot holds zeros only
 * </pre>
 */
final class ActiveQueriesLayout {
    static final int SLOT_BYTES = 1000;
    static final int FIRST_SLOT = 1;
    static final byte BEGIN = '[';
    static final byte END_OF_SLOT = ',';

    private ActiveQueriesLayout() {}

    static long offset(int slot) {
        return FIRST_SLOT + (long) slot * SLOT_BYTES;
    }
}
