package io.dunlin.gpu;

/** Stores each scrape before the next is made. */
final class StoredAtOnce implements SnapshotSink {
    private final ScrapeWriter writer;
    private final GpuSnapshot snapshot = new GpuSnapshot();

    StoredAtOnce(ScrapeWriter writer) {
        this.writer = writer;
    }

    @Override
    public GpuSnapshot take() {
        return snapshot;
    }

    @Override
    public void put(GpuSnapshot filled) {
        writer.store(filled);
    }

    @Override
    public void close() {}
}
