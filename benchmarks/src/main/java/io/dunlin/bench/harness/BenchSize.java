package io.dunlin.bench.harness;

import java.time.Duration;

/**
 * How much a run does. Results are compared and reused only where all of it is the same.
 *
 * @param series about how many series the stable load has
 * @param steps how many samples each of them gets where a phase does not say otherwise
 * @param oneShot how many one-shot series the phase of one-shot series writes
 * @param runs how often a measurement is repeated
 * @param warmUp how long a server is warmed up at most before a measurement
 * @param seed the seed of the load
 */
public record BenchSize(int series, int steps, int oneShot, int runs, Duration warmUp, long seed) {}
