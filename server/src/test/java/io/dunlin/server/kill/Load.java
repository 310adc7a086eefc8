package io.dunlin.server.kill;

import java.util.Map;

/**
 * What the client writes, as a formula, so that the ledger need only say how far it came: request {@code n} of a writer has
 * one sample of each of the writer's steady series and of some series that are in no other request.
 *
 * @param start the time of request 0 in Unix milliseconds
 */
record Load(long start) {
    static final int WRITERS = 2;
    static final int STEADY = 2_500;
    static final int ONCE = 25;

    /** Series of one kind have the same values. */
    static final int KINDS = 8;

    static final int SAMPLES = STEADY + ONCE;

    /** Half a minute of data time, so that an epoch is over every few seconds. */
    static final long STEP = 30_000;

    /** How often a writer sends a request. */
    static final long INTERVAL_NANOS = 70_000_000;

    long time(long request) {
        return start + request * STEP;
    }

    /** Returns the request of a time; the time must be one of a request. */
    long request(long time) {
        if ((time - start) % STEP != 0) {
            throw new AssertionError("no request has this time: time=" + time);
        }
        return (time - start) / STEP;
    }

    static double value(long request, int series) {
        return request * KINDS + series % KINDS;
    }

    static Map<String, String> steady(int writer, int series) {
        return Map.of(
                "__name__",
                "steady",
                "instance",
                "host-" + series / 100 + ":9100",
                "job",
                "kill",
                "kind",
                Integer.toString(series % KINDS),
                "series",
                Integer.toString(series),
                "writer",
                Integer.toString(writer));
    }

    static Map<String, String> once(int writer, long request, int slot) {
        return Map.of(
                "__name__", "once",
                "request", Long.toString(request),
                "slot", Integer.toString(slot),
                "writer", Integer.toString(writer));
    }
}
