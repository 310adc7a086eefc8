/**
 * Memory outside the Java heap: who owns it, how it is counted, read and freed. Below everything of the data path; imports
 * nothing of the project.
 *
 * <p>{@link io.dunlin.tsdb.memory.OffHeap} holds the limit and the counters of one database, {@link
 * io.dunlin.tsdb.memory.MemoryScope} owns allocations that die together, {@link io.dunlin.tsdb.memory.Lease} keeps them
 * alive for a reader, {@link io.dunlin.tsdb.memory.Region} reads and writes them. {@code RawMemory} is the only class of
 * the project that touches memory without a bounds check; Agrona stands behind it.
 *
 * <p>Memory order is in the names: {@code publishXRelease} makes all earlier writes of this thread visible to a thread
 * whose {@code getXAcquire} returns the value; methods without such a word promise nothing between threads.
 */
package io.dunlin.tsdb.memory;
