package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelHash;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import java.util.List;

/**
 * The newest samples, in memory: wires the parts of this package and gives out appenders and views. Thread-safe.
 */
public final class Head implements AutoCloseable {
    /** The most requests that share one sync of the log. */
    private static final int LARGEST_GROUP = 1024;

    private final HeadOptions options;
    private final Reclaimer reclaimer = new Reclaimer();
    private final Generations generations;
    private final Epochs epochs;
    private final ViewRegistry views;
    private final ExemplarStore exemplars;
    private final MetadataStore metadata;
    private final CommitQueue commits;

    /** Makes an empty head. */
    public Head(OffHeap offHeap, HeadOptions options) {
        this.options = options;
        this.generations = new Generations(offHeap, reclaimer, LabelHash.random(), options.cohortLength());
        this.epochs = new Epochs(offHeap, options.epochLength());
        this.views = new ViewRegistry(
                reclaimer, new HeadSnapshot(0, List.of(), List.of(), Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE));
        this.exemplars = new ExemplarStore(options.exemplars());
        this.metadata = new MetadataStore(options.metricFamilies());
        HeadWriter writer = new HeadWriter(generations, epochs, views, exemplars, metadata, options.limits());
        this.commits = new CommitQueue(writer::write, LARGEST_GROUP);
    }

    /** Returns an appender for one request. */
    public Appender appender() {
        return new HeadAppender(this, reclaimer.pin());
    }

    /** Returns the newest view; the caller closes it. */
    public HeadView view() {
        return new HeadView(views.hold(), exemplars);
    }

    /** Returns what is known of metric families. */
    public List<MetricMetadata> metadata() {
        return metadata.all();
    }

    void commit(AppendBatch batch, HeadTable[] tables) {
        commits.run(CommitQueue.Entry.of(batch, tables));
    }

    Generations generations() {
        return generations;
    }

    HeadLimits limits() {
        return options.limits();
    }

    /** Returns the newest committed time, at most 10 minutes ahead of the clock; the smallest long where there is none. */
    long dataTime() {
        return Math.min(views.newest().maxTime(), newestWritableTime());
    }

    /** Returns the oldest time that a new sample may have: half an epoch before data time, and in the head. */
    long oldestWritableTime() {
        long newest = dataTime();
        long window = newest == Long.MIN_VALUE ? Long.MIN_VALUE : newest - epochs.length() / 2;
        return Math.max(Math.max(window, views.newest().boundary()), epochs.oldestTime());
    }

    /** Returns the newest time that a new sample may have. */
    long newestWritableTime() {
        return options.clock().millis() + SampleRules.MOST_AHEAD;
    }

    /** Frees all memory. No appender or view may be in use. */
    @Override
    public void close() {
        reclaimer.close();
        generations.close();
        epochs.close();
    }
}
