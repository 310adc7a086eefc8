package io.dunlin.bench.load;

/** Seeded randomness without state: the same arguments give the same number. The mixing is SplitMix64's finaliser. */
final class Mix {
    private Mix() {}

    static long hash(long a, long b) {
        long z = a * 0x9E3779B97F4A7C15L + b * 0xC2B2AE3D27D4EB4FL + 0x165667B19E3779F9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns a number in [0, 1). */
    static double unit(long a, long b) {
        return (hash(a, b) >>> 11) * 0x1.0p-53;
    }
}
