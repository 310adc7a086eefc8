package io.dunlin.bench.harness;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When each request is due, whichever lane it is in, so that lanes stay at the same step though one has more samples than
 * another. At a fixed rate a request has its time whether or not those before it are answered, and its latency counts from
 * then: a server that stalls for a second is charged for all that had to wait, not for one request.
 */
final class Pace {
    private final long start;
    private final double samplesPerNano;

    private Pace(long start, double samplesPerNano) {
        this.start = start;
        this.samplesPerNano = samplesPerNano;
    }

    /** As fast as requests are acknowledged. */
    static Pace unlimited() {
        return new Pace(System.nanoTime(), Double.POSITIVE_INFINITY);
    }

    /** At a number of samples a second, from now on. */
    static Pace of(double samplesPerSecond) {
        return new Pace(System.nanoTime(), samplesPerSecond / TimeUnit.SECONDS.toNanos(1));
    }

    /** Waits until the request behind so many samples of all lanes is due; returns the nanosecond from which its latency counts. */
    long await(long samplesBefore) {
        if (Double.isInfinite(samplesPerNano)) {
            return System.nanoTime();
        }
        long due = start + (long) (samplesBefore / samplesPerNano);
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
            LockSupport.parkNanos(due - now);
        }
        return due;
    }
}
