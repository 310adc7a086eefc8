package io.dunlin.tsdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.LabelSetHash;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.LabelColumn;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What every {@link Querier} does, wherever its samples lie. */
public abstract class QuerierContractTest {
    /** The time of the first sample; all of a test's samples lie within the 1,000 seconds behind it. */
    protected static final long START = 1_700_000_000_000L;

    /** A querier over a range, with what it reads from. */
    protected interface Subject extends AutoCloseable {
        /** Returns a querier over samples with {@code minTime <= t <= maxTime}. */
        Querier querier(long minTime, long maxTime);

        @Override
        void close() throws IOException;
    }

    /** Stores samples. */
    protected abstract Subject subject(Map<Labels, ? extends Map<Long, Double>> samples) throws IOException;

    private static Map<Labels, NavigableMap<Long, Double>> samples() {
        Map<Labels, NavigableMap<Long, Double>> samples = new TreeMap<>();
        String[] jobs = {"api", "api-é", "db", "😀"};
        for (int i = 0; i < 60; i++) {
            Labels.Builder labels = Labels.builder()
                    .set("__name__", i % 2 == 0 ? "requests_total" : "up")
                    .set("job", jobs[i % jobs.length])
                    .set("instance", "host-" + i);
            if (i % 3 == 0) {
                labels.set("zone", "z" + i % 4);
            }
            NavigableMap<Long, Double> series = new TreeMap<>();
            for (int k = 0; k < 200; k++) {
                series.put(START + k * 1_000L + i, (double) i * k);
            }
            samples.put(labels.build(), series);
        }
        return samples;
    }

    private static Map<Labels, Map<Long, Double>> read(SeriesSet set) {
        Map<Labels, Map<Long, Double>> found = new TreeMap<>();
        SeriesReader reader = set.reader();
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            reader.read(i, samples);
            NewestRule.check(set, i, samples);
            Map<Long, Double> series = new TreeMap<>();
            for (int k = 0; k < samples.size(); k++) {
                assertThat(series.put(samples.times()[k], samples.values()[k])).isNull();
            }
            assertThat(found.put(set.labels(i), series)).isNull();
        }
        return found;
    }

    private static void check(Subject subject, Predicate<Labels> wanted, LabelMatcher... matchers) {
        Map<Labels, NavigableMap<Long, Double>> expected = samples();
        SeriesSet set = subject.querier(START, START + 1_000_000).select(SelectHints.NONE, List.of(matchers));
        expected.keySet().removeIf(wanted.negate());
        assertThat(read(set)).isEqualTo(expected);
    }

    @Test
    void shouldSelectEverythingWithoutMatchers() throws IOException {
        try (Subject subject = subject(samples())) {
            check(subject, labels -> true);
        }
    }

    @Test
    void shouldHashLabelsAsTheirStrings() throws IOException {
        try (Subject subject = subject(samples())) {
            SeriesSet set = subject.querier(START, START + 1_000_000).select(SelectHints.NONE, List.of());
            long[] hashes = new long[LabelSetHash.LANES * set.size()];
            set.labelHashes(hashes, 0);
            assertThat(hashes).hasSize(LabelSetHash.LANES * set.size()).doesNotHaveDuplicates();
            for (int i = 0; i < hashes.length; i++) {
                int lane = i % LabelSetHash.LANES;
                assertThat(hashes[i]).isEqualTo(LabelSetHash.of(lane, set.labels(i / LabelSetHash.LANES)));
            }
        }
    }

    @Test
    void shouldSelectByEachKindOfMatcher() throws IOException {
        try (Subject subject = subject(samples())) {
            check(subject, labels -> labels.get("job").equals("db"), LabelMatcher.equal("job", "db"));
            check(
                    subject,
                    labels -> !labels.get("job").equals("db"),
                    new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "job", "db"));
            check(
                    subject,
                    labels -> labels.get("job").startsWith("api"),
                    new LabelMatcher(LabelMatcher.Type.REGEX, "job", "api.*"));
            check(
                    subject,
                    labels -> !labels.get("job").startsWith("api"),
                    new LabelMatcher(LabelMatcher.Type.NOT_REGEX, "job", "api.*"));
            check(
                    subject,
                    labels -> labels.get("job").contains("pi"),
                    new LabelMatcher(LabelMatcher.Type.REGEX, "job", ".*pi.*"));
            check(
                    subject,
                    labels -> labels.get("job").equals("😀"),
                    new LabelMatcher(LabelMatcher.Type.REGEX, "job", "😀|nothing"));
            check(
                    subject,
                    labels -> labels.get("instance").matches("host-[12]."),
                    new LabelMatcher(LabelMatcher.Type.REGEX, "instance", "host-(1.|2.)"));
            check(subject, labels -> false, LabelMatcher.equal("job", "nothing"));
            check(subject, labels -> false, LabelMatcher.equal("nothing", "db"));
        }
    }

    @Test
    void shouldTakeAnAbsentLabelForAnEmptyOne() throws IOException {
        try (Subject subject = subject(samples())) {
            check(subject, labels -> !labels.has("zone"), LabelMatcher.equal("zone", ""));
            check(subject, labels -> labels.has("zone"), new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "zone", ""));
            check(subject, labels -> labels.has("zone"), new LabelMatcher(LabelMatcher.Type.REGEX, "zone", ".+"));
            check(subject, labels -> true, new LabelMatcher(LabelMatcher.Type.REGEX, "zone", ".*"));
            check(
                    subject,
                    labels -> List.of("", "z1").contains(labels.get("zone")),
                    new LabelMatcher(LabelMatcher.Type.REGEX, "zone", "z1|"));
            check(
                    subject,
                    labels -> !labels.get("zone").equals("z1"),
                    new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "zone", "z1"));
            check(
                    subject,
                    labels -> !labels.get("zone").equals("z1"),
                    new LabelMatcher(LabelMatcher.Type.NOT_REGEX, "zone", "z1"));
            check(subject, labels -> !labels.has("zone"), new LabelMatcher(LabelMatcher.Type.NOT_REGEX, "zone", ".+"));
        }
    }

    @Test
    void shouldJoinMatchersByAnd() throws IOException {
        try (Subject subject = subject(samples())) {
            check(
                    subject,
                    labels -> labels.get("job").equals("db")
                            && labels.has("zone")
                            && !labels.get("zone").equals("z2"),
                    LabelMatcher.equal("job", "db"),
                    new LabelMatcher(LabelMatcher.Type.REGEX, "zone", "z[0-9]"),
                    new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "zone", "z2"));
        }
    }

    @Test
    void shouldReadOnlyTheRange() throws IOException {
        long from = START + 17_003;
        long to = START + 150_010;
        Map<Labels, Map<Long, Double>> expected = new TreeMap<>();
        samples().forEach((labels, series) -> expected.put(labels, series.subMap(from, true, to, true)));
        try (Subject subject = subject(samples())) {
            assertThat(read(subject.querier(from, to).select(SelectHints.NONE, List.of())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldTellTheNewestSampleOfAnyRange() throws IOException {
        try (Subject subject = subject(samples())) {
            for (long from = START - 5_000; from < START + 220_000; from += 7_501) {
                for (long length : new long[] {0, 999, 50_000, 1_000_000}) {
                    checkRange(subject, from, from + length);
                }
            }
        }
    }

    private static void checkRange(Subject subject, long from, long to) {
        Map<Labels, Map<Long, Double>> expected = new TreeMap<>();
        samples().forEach((labels, series) -> expected.put(labels, series.subMap(from, true, to, true)));
        Map<Labels, Map<Long, Double>> found = read(subject.querier(from, to).select(SelectHints.NONE, List.of()));
        expected.values().removeIf(Map::isEmpty);
        found.values().removeIf(Map::isEmpty);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldSortAndLimit() throws IOException {
        List<Labels> all = new ArrayList<>(samples().keySet());
        try (Subject subject = subject(samples())) {
            Querier querier = subject.querier(START, START + 1_000_000);
            assertThat(labels(querier.select(SelectHints.SORTED, List.of()))).isEqualTo(all);
            SelectHints limited = new SelectHints(0, 0, "", 7, true);
            assertThat(labels(querier.select(limited, List.of()))).isEqualTo(all.subList(0, 7));
        }
    }

    @Test
    void shouldShowLabelsOfSeriesWithSamplesInTheRangeOnly() throws IOException {
        Map<Labels, NavigableMap<Long, Double>> samples = new TreeMap<>();
        for (int series = 0; series < 20; series++) {
            NavigableMap<Long, Double> few = new TreeMap<>();
            for (int k = 0; k < 3; k++) {
                few.put(START + series * 1_000L + k * 100L, (double) k);
            }
            samples.put(Labels.of("__name__", "m", "s", String.format(Locale.ROOT, "%02d", series)), few);
        }
        List<Labels> all = new ArrayList<>(samples.keySet());
        SelectHints hints = new SelectHints(0, 0, SelectHints.SERIES, 0, true);
        SelectHints limited = new SelectHints(0, 0, SelectHints.SERIES, 2, true);
        try (Subject subject = subject(samples)) {
            Querier some = subject.querier(START + 5_150, START + 12_000);
            assertThat(labels(some.select(hints, List.of()))).isEqualTo(all.subList(5, 13));
            assertThat(labels(some.select(limited, List.of()))).isEqualTo(all.subList(5, 7));
            Querier first = subject.querier(START, START + 99);
            assertThat(labels(first.select(hints, List.of()))).isEqualTo(all.subList(0, 1));
            Querier whole = subject.querier(START, START + 1_000_000);
            assertThat(labels(whole.select(hints, List.of()))).isEqualTo(all);
        }
    }

    private static List<Labels> labels(SeriesSet set) {
        List<Labels> labels = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            labels.add(set.labels(i));
        }
        return labels;
    }

    @Test
    void shouldGiveColumnsThatSayWhatLabelsSay() throws IOException {
        try (Subject subject = subject(samples())) {
            SeriesSet set = subject.querier(START, START + 1_000_000).select(SelectHints.NONE, List.of());
            for (String name : List.of("job", "zone", "nothing")) {
                LabelColumn column = set.column(name);
                for (int i = 0; i < set.size(); i++) {
                    assertThat(column.ids()[i]).isBetween(0, column.bound() - 1);
                    assertThat(column.value(column.ids()[i]))
                            .isEqualTo(set.labels(i).get(name));
                }
            }
        }
    }

    @Test
    void shouldListNamesAndValuesInByteOrder() throws IOException {
        try (Subject subject = subject(samples())) {
            Querier querier = subject.querier(START, START + 1_000_000);
            assertThat(querier.labelNames(List.of(), 0)).containsExactly("__name__", "instance", "job", "zone");
            assertThat(querier.labelNames(List.of(LabelMatcher.equal("zone", "")), 0))
                    .containsExactly("__name__", "instance", "job");
            assertThat(querier.labelNames(List.of(), 2)).containsExactly("__name__", "instance");
            assertThat(querier.labelValues("job", List.of(), 0)).containsExactly("api", "api-é", "db", "😀");
            assertThat(querier.labelValues("job", List.of(LabelMatcher.equal("__name__", "up")), 0))
                    .containsExactly("api-é", "😀");
            assertThat(querier.labelValues("job", List.of(), 1)).containsExactly("api");
            assertThat(querier.labelValues("nothing", List.of(), 0)).isEmpty();
        }
    }
}
