package io.dunlin.gpu;

/** Where scrapes go. {@link #take} and {@link #put} by one thread, in turns. */
interface SnapshotSink extends AutoCloseable {
    /** Returns a snapshot to fill, or null while too many wait to be stored. */
    GpuSnapshot take();

    /** Hands over the snapshot taken last. */
    void put(GpuSnapshot snapshot);

    /** Returns when all that was handed over has been stored. */
    @Override
    void close();
}
