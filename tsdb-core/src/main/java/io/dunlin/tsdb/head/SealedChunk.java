package io.dunlin.tsdb.head;

/**
 * What is noted beside a sealed chunk; see {@link SealedChunkLayout}.
 *
 * @param previous the address of the series' chunk before this one
 * @param minTime the time of its first sample
 * @param maxTime the time of its last sample
 * @param first how many samples the series had before this chunk
 * @param encoding the chunk's encoding as Prometheus numbers it
 */
record SealedChunk(long previous, long minTime, long maxTime, int first, int encoding) {}
