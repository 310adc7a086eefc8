package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelHash;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.OffHeap;

/** What a head consists of, first while it is recovered and then while it runs. */
record HeadParts(
        OffHeap offHeap,
        MemoryCeiling ceiling,
        HeadOptions options,
        Reclaimer reclaimer,
        Generations generations,
        Epochs epochs,
        SeriesWriter series,
        OutOfOrderTables outOfOrder,
        OutOfOrderWriter outOfOrderWriter,
        ExemplarStore exemplars,
        MetadataStore metadata)
        implements AutoCloseable {
    /** Makes the parts of an empty head. */
    static HeadParts of(OffHeap offHeap, HeadOptions options, ChunkFiles files) {
        Reclaimer reclaimer = new Reclaimer();
        Epochs epochs = new Epochs(offHeap, reclaimer, files, options.epochLength());
        MemoryCeiling ceiling = new MemoryCeiling(offHeap);
        Generations generations = new Generations(
                offHeap,
                ceiling,
                reclaimer,
                LabelHash.random(),
                options.ages().cohort().toMillis());
        SeriesWriter series = new SeriesWriter(epochs);
        return new HeadParts(
                offHeap,
                ceiling,
                options,
                reclaimer,
                generations,
                epochs,
                series,
                new OutOfOrderTables(offHeap, reclaimer, generations, epochs),
                new OutOfOrderWriter(series),
                new ExemplarStore(options.exemplars()),
                new MetadataStore(options.metricFamilies()));
    }

    @Override
    public void close() {
        reclaimer.close();
        outOfOrder.close();
        generations.close();
        epochs.close();
    }
}
