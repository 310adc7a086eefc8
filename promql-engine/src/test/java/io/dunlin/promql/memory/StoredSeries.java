package io.dunlin.promql.memory;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.TreeMap;

/** The samples of one series by time. Not changed once it is in a storage. */
final class StoredSeries {
    private final Labels labels;
    private final TreeMap<Long, Sample> samples = new TreeMap<>();

    StoredSeries(Labels labels) {
        this.labels = labels;
    }

    private record Sample(long startTime, double value, FloatHistogram histogram) {}

    void add(long startTime, long time, double value, FloatHistogram histogram) {
        samples.put(time, new Sample(startTime, value, histogram));
    }

    StoredSeries with(StoredSeries later) {
        StoredSeries both = new StoredSeries(labels);
        both.samples.putAll(samples);
        both.samples.putAll(later.samples);
        return both;
    }

    Labels labels() {
        return labels;
    }

    long firstTime() {
        return samples.isEmpty() ? Long.MAX_VALUE : samples.firstKey();
    }

    long lastTime() {
        return samples.isEmpty() ? Long.MIN_VALUE : samples.lastKey();
    }

    void read(long minTime, long maxTime, SampleBuffer into) {
        if (minTime > maxTime) {
            return;
        }
        samples.subMap(minTime, true, maxTime, true).forEach((time, sample) -> {
            if (sample.histogram == null) {
                into.add(time, sample.value);
            } else {
                into.add(time, sample.histogram);
            }
            if (sample.startTime != 0) {
                into.startTime(into.size() - 1, sample.startTime);
            }
        });
    }
}
