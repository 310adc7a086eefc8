package io.dunlin.remotewrite;

/** What one request held. Not thread-safe. */
final class WriteCounts {
    int samples;
    int histograms;
    int exemplars;
    int rejectedExemplars;
    int metadata;
    int droppedSeries;

    void clear() {
        samples = 0;
        histograms = 0;
        exemplars = 0;
        rejectedExemplars = 0;
        metadata = 0;
        droppedSeries = 0;
    }
}
