package io.dunlin.gpu;

/**
 * What a scraper has seen.
 *
 * @param devices GPUs that are present
 * @param lost GPUs among them that have fallen off the bus or need a reset
 * @param scrapes scrapes that were stored
 * @param failures scrapes that could not be stored
 * @param rejected samples that the storage refused
 * @param hangs driver calls that did not return in time
 */
public record GpuStatus(int devices, int lost, long scrapes, long failures, long rejected, long hangs) {
    /** No GPU seen. */
    public static final GpuStatus NONE = new GpuStatus(0, 0, 0, 0, 0, 0);
}
