package io.dunlin.gpu;

import io.dunlin.tsdb.model.Exemplar;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.MetricMetadata;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.LabelParser;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** An appender that keeps what it is given. */
final class RecordingAppender implements Appender {
    final Map<Labels, Double> samples = new TreeMap<>();
    final List<MetricMetadata> metadata = new ArrayList<>();
    long timestamp;
    private final List<Labels> series = new ArrayList<>();

    boolean has(String metric, int gpu) {
        return samples.keySet().stream()
                .anyMatch(labels ->
                        labels.metricName().equals(metric) && labels.get("gpu").equals(Integer.toString(gpu)));
    }

    /** Returns the values of a GPU's series of a metric by one of their labels. */
    Map<String, Double> byLabel(String metric, int gpu, String label) {
        Map<String, Double> values = new TreeMap<>();
        samples.forEach((labels, value) -> {
            if (labels.metricName().equals(metric) && labels.get("gpu").equals(Integer.toString(gpu))) {
                values.put(labels.get(label), value);
            }
        });
        return values;
    }

    double value(String metric, int gpu) {
        return samples.entrySet().stream()
                .filter(e -> e.getKey().metricName().equals(metric)
                        && e.getKey().get("gpu").equals(Integer.toString(gpu)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample: metric=" + metric + " gpu=" + gpu));
    }

    @Override
    public long series(Labels labels) {
        series.add(labels);
        return series.size();
    }

    @Override
    public void resolve(
            DirectBuffer source, int[] offsets, int[] lengths, int count, LabelParser parser, long[] references) {
        for (int i = 0; i < count; i++) {
            references[i] = series(parser.parse(source, offsets[i], lengths[i]));
        }
    }

    @Override
    public void append(long reference, long time, double value) {
        timestamp = time;
        if (samples.putIfAbsent(series.get((int) reference - 1), value) != null) {
            throw new WriteRejectedException(RejectReason.DUPLICATE_SAMPLE, "a second sample at one time");
        }
    }

    @Override
    public void append(long reference, long startTime, long time, double value) {
        append(reference, time, value);
    }

    @Override
    public void append(long reference, long startTime, long time, FloatHistogram histogram, boolean integer) {
        throw new AssertionError("GPUs have no histograms");
    }

    @Override
    public void append(long reference, Exemplar exemplar) {
        throw new AssertionError("GPUs have no exemplars");
    }

    @Override
    public void metadata(MetricMetadata family) {
        metadata.add(family);
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public void close() {}
}
