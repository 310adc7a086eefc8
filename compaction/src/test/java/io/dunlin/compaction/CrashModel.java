package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a database must show: samples that it acknowledged, all of them, and samples that it may have, since their request
 * or the deletion that met them had no answer. A sample is the bits of a float, or the text of a histogram.
 */
final class CrashModel {
    private final Map<Labels, NavigableMap<Long, Object>> certain = new TreeMap<>();
    private final Map<Labels, NavigableMap<Long, Object>> possible = new TreeMap<>();

    /** Returns the same, which does not change with this. */
    CrashModel copy() {
        CrashModel copy = new CrashModel();
        certain.forEach((labels, samples) -> copy.certain.put(labels, new TreeMap<>(samples)));
        possible.forEach((labels, samples) -> copy.possible.put(labels, new TreeMap<>(samples)));
        return copy;
    }

    /** Says that a sample is about to be sent. */
    void sent(Labels series, long time, Object value) {
        possible.computeIfAbsent(series, any -> new TreeMap<>()).putIfAbsent(time, value);
    }

    /** Says that a sample that was sent was acknowledged. */
    void acknowledged(Labels series, long time) {
        certain.computeIfAbsent(series, any -> new TreeMap<>())
                .put(time, possible.get(series).get(time));
    }

    /** Returns whether a series was sent a sample of a time. */
    boolean has(Labels series, long time) {
        return possible.containsKey(series) && possible.get(series).containsKey(time);
    }

    /** Says that samples of the series with a label are about to be deleted. */
    void deleting(LabelMatcher matcher, long from, long to) {
        certain.forEach((labels, samples) -> {
            if (labels.get(matcher.name()).equals(matcher.value())) {
                samples.subMap(from, true, to, true).clear();
            }
        });
        certain.values().removeIf(Map::isEmpty);
    }

    /** Says that the deletion was acknowledged; {@code before} is the model before it began. */
    void deleted(LabelMatcher matcher, long from, long to, CrashModel before) {
        before.certain.forEach((labels, samples) -> {
            if (labels.get(matcher.name()).equals(matcher.value())) {
                possible.get(labels)
                        .keySet()
                        .removeAll(samples.subMap(from, true, to, true).keySet());
            }
        });
    }

    /** Compares a view by samples, by label sets and by parts of the time. */
    void check(View view, SplittableRandom random, String where) {
        Map<Labels, NavigableMap<Long, Object>> found = read(view, Long.MIN_VALUE, Long.MAX_VALUE, where);
        found.forEach((labels, samples) -> samples.forEach((time, value) -> assertThat(
                        possible.getOrDefault(labels, new TreeMap<>()).get(time))
                .as("%s: never sent or deleted: %s @%d", where, labels, time)
                .isEqualTo(value)));
        certain.forEach((labels, samples) -> assertThat(found.getOrDefault(labels, new TreeMap<>()))
                .as("%s: %s", where, labels)
                .containsAllEntriesOf(samples));
        checkLabels(view, found, where);
        for (int i = 0; i < 2 && !found.isEmpty(); i++) {
            checkPart(view, found, random, where);
        }
    }

    private static void checkLabels(View view, Map<Labels, NavigableMap<Long, Object>> found, String where) {
        Querier querier = view.querier(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(labels(querier, new SelectHints(0, 0, SelectHints.SERIES, 0, true)))
                .as(where + ": labels of series")
                .containsExactlyElementsOf(found.keySet());
        List<String> metrics = found.keySet().stream()
                .map(Labels::metricName)
                .distinct()
                .sorted()
                .toList();
        assertThat(querier.labelValues(Labels.METRIC_NAME, List.of(), 0))
                .as(where + ": metrics")
                .containsAll(metrics);
    }

    private static List<Labels> labels(Querier querier, SelectHints hints) {
        SeriesSet set = querier.select(hints, List.of());
        List<Labels> labels = new ArrayList<>(set.size());
        for (int i = 0; i < set.size(); i++) {
            labels.add(set.labels(i));
        }
        return labels;
    }

    /** A part of the time shows what all of it shows of that part. */
    private static void checkPart(
            View view, Map<Labels, NavigableMap<Long, Object>> all, SplittableRandom random, String where) {
        long first =
                all.values().stream().mapToLong(NavigableMap::firstKey).min().orElseThrow();
        long last = all.values().stream().mapToLong(NavigableMap::lastKey).max().orElseThrow();
        long from = first + random.nextLong(last - first + 1);
        long to = from + random.nextLong(last - from + 1);
        Map<Labels, NavigableMap<Long, Object>> expected = new TreeMap<>();
        all.forEach((labels, samples) -> expected.put(labels, samples.subMap(from, true, to, true)));
        expected.values().removeIf(Map::isEmpty);
        assertThat(read(view, from, to, where))
                .as("%s: from %d to %d", where, from, to)
                .isEqualTo(expected);
    }

    private static Map<Labels, NavigableMap<Long, Object>> read(View view, long from, long to, String where) {
        Map<Labels, NavigableMap<Long, Object>> found = new TreeMap<>();
        SeriesSet set = view.querier(from, to).select(SelectHints.SORTED, List.of());
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            set.reader().read(i, samples);
            NavigableMap<Long, Object> series = new TreeMap<>();
            for (int k = 0; k < samples.size(); k++) {
                FloatHistogram histogram = samples.hasHistograms() ? samples.histograms()[k] : null;
                Object value = histogram == null ? value(samples.values()[k]) : value(histogram);
                assertThat(series.put(samples.times()[k], value)).as(where).isNull();
            }
            assertThat(found.put(set.labels(i), series))
                    .as("%s: shown twice: %s", where, set.labels(i))
                    .isNull();
        }
        found.values().removeIf(Map::isEmpty);
        return found;
    }

    static Object value(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** Returns what stays the same of a histogram however it is stored. */
    static Object value(FloatHistogram histogram) {
        return "count=" + histogram.count() + " sum=" + histogram.sum() + " zero=" + histogram.zeroCount() + " buckets="
                + Arrays.stream(histogram.positiveBuckets()).sum();
    }
}
