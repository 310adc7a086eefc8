package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.HeadStatistics;
import io.dunlin.tsdb.model.HeadStatistics.Count;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.query.MergedView;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.RejectReason;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import io.dunlin.tsdb.storage.WriteRejectedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000L;

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final Head head = Head.withoutLog(
            offHeap, HeadOptions.of(2 * HOUR).withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))));

    private static View view(Head head) {
        return new MergedView(head.view(), List.of());
    }

    @AfterEach
    void everythingIsFreed() {
        head.close();
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    private void write(Labels labels, long time, double value) {
        try (Appender appender = head.appender()) {
            appender.append(appender.series(labels), time, value);
            appender.commit();
        }
    }

    private static Map<Labels, Map<Long, Double>> read(View view, LabelMatcher... matchers) {
        Map<Labels, Map<Long, Double>> found = new TreeMap<>();
        SeriesSet set = view.querier(Long.MIN_VALUE, Long.MAX_VALUE).select(SelectHints.SORTED, List.of(matchers));
        SampleBuffer samples = new SampleBuffer();
        for (int i = 0; i < set.size(); i++) {
            samples.clear();
            set.reader().read(i, samples);
            Map<Long, Double> byTime = new TreeMap<>();
            for (int k = 0; k < samples.size(); k++) {
                byTime.put(samples.times()[k], samples.values()[k]);
            }
            found.put(set.labels(i), byTime);
        }
        return found;
    }

    @Test
    void shouldReadWhatWasCommitted() {
        Labels up = Labels.of("__name__", "up", "job", "node");
        write(up, NOW, 1);
        write(up, NOW + 1, 2);

        try (View view = view(head)) {
            assertThat(read(view, LabelMatcher.equal("__name__", "up")))
                    .isEqualTo(Map.of(up, Map.of(NOW, 1.0, NOW + 1, 2.0)));
            assertThat(view.minTime()).isEqualTo(NOW);
            assertThat(view.maxTime()).isEqualTo(NOW + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 41) - 1, 1L << 41, 1L << 48, 1L << 53, -(1L << 41), -(1L << 41) - 1, -(1L << 53)})
    void shouldKeepFloatsOfAnyCentury(long time) {
        Labels up = Labels.of("__name__", "up");
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(time));
        try (Head other = Head.withoutLog(offHeap, HeadOptions.of(2 * HOUR).withClock(clock))) {
            try (Appender appender = other.appender()) {
                appender.append(appender.series(up), time, 0.1);
                appender.append(appender.series(up), time + 15_000, 0.2);
                appender.commit();
            }
            try (View view = view(other)) {
                assertThat(read(view)).isEqualTo(Map.of(up, Map.of(time, 0.1, time + 15_000, 0.2)));
            }
        }
    }

    @Test
    void shouldShowOldViewsWhatTheySawThroughManyCommitsAndSealedChunks() {
        Labels up = Labels.of("__name__", "up");
        writeUp(0, 1);
        try (View old = view(head)) {
            writeUp(1, 251);
            try (View middle = view(head)) {
                writeUp(251, 500);
                assertThat(read(middle).get(up)).hasSize(251).containsEntry(NOW - HOUR + 250, 250.0);
            }
            assertThat(read(old)).isEqualTo(Map.of(up, Map.of(NOW - HOUR, 0.0)));
        }
        try (View newest = view(head)) {
            assertThat(read(newest).get(up)).hasSize(500).containsEntry(NOW - HOUR + 499, 499.0);
        }
    }

    private void writeUp(int from, int to) {
        for (int i = from; i < to; i++) {
            write(Labels.of("__name__", "up"), NOW - HOUR + i, i);
        }
    }

    @Test
    void shouldCountSeriesByLabelOverAllTables() {
        // Births half an hour apart fall into different cohorts; both know the value "same".
        for (int i = 0; i < 40; i++) {
            write(Labels.of("__name__", "old", "id", "a" + i, "job", "same"), NOW - HOUR / 2, 1);
        }
        for (int i = 0; i < 25; i++) {
            write(Labels.of("__name__", i < 20 ? "new" : "other", "id", "a" + i, "job", "same"), NOW, 1);
        }
        try (HeadView view = head.view()) {
            HeadStatistics statistics = view.statistics(2);
            assertThat(statistics.series()).isEqualTo(65);
            assertThat(statistics.chunks()).isEqualTo(65);
            assertThat(statistics.labelPairs()).isEqualTo(3 + 40 + 1);
            assertThat(statistics.minTime()).isEqualTo(NOW - HOUR / 2);
            assertThat(statistics.maxTime()).isEqualTo(NOW);
            assertThat(statistics.seriesByMetric()).containsExactly(new Count("old", 40), new Count("new", 20));
            assertThat(statistics.valuesByLabel()).containsExactly(new Count("id", 40), new Count("__name__", 3));
            assertThat(statistics.bytesByLabel())
                    .containsExactly(new Count("__name__", 40 * 11 + 20 * 11 + 5 * 13), new Count("job", 65 * 7));
            assertThat(statistics.seriesByPair())
                    .containsExactly(new Count("job=same", 65), new Count("__name__=old", 40));
        }
        try (HeadView view = head.view()) {
            assertThat(view.statistics(100).seriesByPair())
                    .contains(new Count("id=a3", 2), new Count("id=a30", 1))
                    .hasSize(44);
        }
    }

    @Test
    void shouldShowNothingOfARequestBeforeItsCommit() {
        try (Appender appender = head.appender()) {
            appender.append(appender.series(Labels.of("__name__", "up")), NOW, 1);
            try (View view = view(head)) {
                assertThat(read(view)).isEmpty();
                assertThat(view.querier(0, NOW).labelNames(List.of(), 0)).isEmpty();
            }
            appender.rollback();
        }
        try (View view = view(head)) {
            assertThat(read(view)).isEmpty();
        }
    }

    @Test
    void shouldRefuseSamplesInPrometheusWords() {
        Labels up = Labels.of("__name__", "up");
        write(up, NOW, 1);
        write(up, NOW, 1);

        assertRefused(up, NOW - 1, 1, RejectReason.OUT_OF_ORDER, "out of order sample");
        assertRefused(up, NOW, 2, RejectReason.DUPLICATE_SAMPLE, "duplicate sample for timestamp");
        assertRefused(up, NOW - HOUR - 1, 1, RejectReason.OUT_OF_BOUNDS, "out of bounds");
        assertRefused(up, NOW + 600_001, 1, RejectReason.OUT_OF_BOUNDS, "out of bounds");
        try (View view = view(head)) {
            assertThat(read(view)).isEqualTo(Map.of(up, Map.of(NOW, 1.0)));
        }
    }

    private void assertRefused(Labels labels, long time, double value, RejectReason reason, String words) {
        assertThatThrownBy(() -> write(labels, time, value))
                .isInstanceOfSatisfying(
                        WriteRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    @Test
    void shouldRefuseNewSeriesAtTheMemoryCeilingAndTakeSamplesOfOldOnes() {
        OffHeap small = OffHeap.poisoning(4L << 20);
        try (Head full = Head.withoutLog(
                small, HeadOptions.of(2 * HOUR).withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))))) {
            int created = 0;
            WriteRejectedException refusal = null;
            while (refusal == null) {
                try (Appender appender = full.appender()) {
                    appender.append(appender.series(Labels.of("__name__", "m", "id", "" + created)), NOW, created);
                    appender.commit();
                    created++;
                } catch (WriteRejectedException e) {
                    refusal = e;
                }
            }
            assertThat(refusal.reason()).isEqualTo(RejectReason.MEMORY);
            assertThat(refusal).hasMessageContaining("off-heap bytes for new series");
            assertThat(created).isGreaterThan(1_000);
            try (Appender appender = full.appender()) {
                appender.append(appender.series(Labels.of("__name__", "m", "id", "7")), NOW + 1, 8);
                appender.commit();
            }
            try (View view = view(full)) {
                assertThat(read(view, LabelMatcher.equal("id", "7")).values())
                        .containsExactly(Map.of(NOW, 7.0, NOW + 1, 8.0));
            }
        }
        assertThat(small.anonymousBytes()).isZero();
    }

    @Test
    void shouldWriteWhatARequestHasForKnownSeriesWhereNewOnesAreRefused() {
        Labels known = Labels.of("__name__", "known");
        Labels other = Labels.of("__name__", "other");
        FloatHistogram histogram = new FloatHistogram(
                3,
                FloatHistogram.CounterResetHint.UNKNOWN,
                0.001,
                1,
                8,
                2.5,
                new int[] {0, 1},
                new double[] {7},
                new int[0],
                new double[0],
                new double[0]);
        HeadOptions options = HeadOptions.of(2 * HOUR)
                .withLimits(new HeadLimits(2, 0, 0, 0, 0))
                .withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW)));
        try (Head limited = Head.withoutLog(OffHeap.poisoning(1L << 30), options)) {
            try (Appender appender = limited.appender()) {
                appender.append(appender.series(known), NOW - 10, 1);
                appender.append(appender.series(other), NOW - 10, 1);
                appender.commit();
            }
            try (Appender appender = limited.appender()) {
                long unknown = appender.series(Labels.of("__name__", "new"));
                appender.append(unknown, NOW - 9, 2);
                appender.append(appender.series(known), NOW - 9, 2);
                appender.append(unknown, 0, NOW - 8, histogram, true);
                appender.append(appender.series(other), 0, NOW - 8, histogram, true);
                appender.append(appender.series(other), NOW - 7, 3);
                assertThatThrownBy(appender::commit)
                        .isInstanceOf(WriteRejectedException.class)
                        .hasMessageContaining("series in the head, limit=2, actual=3");
            }
            try (View view = view(limited)) {
                Map<Labels, Map<Long, Double>> floats = read(view);
                assertThat(floats.get(known)).isEqualTo(Map.of(NOW - 10, 1.0, NOW - 9, 2.0));
                assertThat(floats.get(other)).containsOnlyKeys(NOW - 10, NOW - 8, NOW - 7);
                assertThat(floats).containsOnlyKeys(known, other);
            }
        }
    }

    @Test
    void shouldNameLimitAndOffender() {
        HeadLimits limits = new HeadLimits(2, 0, 3, 8, 5);
        try (Head limited = Head.withoutLog(
                OffHeap.poisoning(1L << 30),
                HeadOptions.of(2 * HOUR)
                        .withLimits(limits)
                        .withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))))) {
            assertLimit(limited, Labels.of("__name__", "m", "a", "1", "b", "1", "c", "1"), "labels a series, limit=3");
            assertLimit(limited, Labels.of("__name__", "m", "long_name", "1"), "length of a label name, limit=8");
            assertLimit(limited, Labels.of("__name__", "m", "a", "123456"), "length of a label value, limit=5");
            assertLimit(limited, Labels.of("a", "1"), "no metric name");
            try (Appender appender = limited.appender()) {
                for (String id : List.of("1", "2", "3")) {
                    appender.append(appender.series(Labels.of("__name__", "m", "a", id)), NOW, 1);
                }
                assertThatThrownBy(appender::commit).hasMessageContaining("series in the head, limit=2, actual=3");
            }
        }
    }

    @Test
    void shouldLimitTheSeriesOfAMetricAndKeepTheOthersWritable() {
        try (Head limited = Head.withoutLog(
                OffHeap.poisoning(1L << 30),
                HeadOptions.of(2 * HOUR)
                        .withLimits(new HeadLimits(0, 3, 0, 0, 0))
                        .withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))))) {
            for (int i = 0; i < 3; i++) {
                append(limited, Labels.of("__name__", "m", "i", "" + i), NOW - HOUR + i * 1_000_000L, i);
            }
            assertThatThrownBy(() -> append(limited, Labels.of("__name__", "m", "i", "3"), NOW, 3))
                    .isInstanceOf(WriteRejectedException.class)
                    .hasMessageContaining("series of a metric in the head, limit=3, actual=4, offender=m");
            append(limited, Labels.of("__name__", "m", "i", "1"), NOW, 4);
            append(limited, Labels.of("__name__", "other"), NOW, 5);
        }
    }

    @Test
    void shouldCountSeriesThatExistOnlyOutOfOrderAgainstTheLimitOfTheirMetric() {
        try (Head limited = Head.withoutLog(
                OffHeap.poisoning(1L << 30),
                HeadOptions.of(2 * HOUR)
                        .withOutOfOrderWindow(3 * HOUR)
                        .withLimits(new HeadLimits(0, 2, 0, 0, 0))
                        .withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))))) {
            append(limited, Labels.of("__name__", "m", "i", "0"), NOW, 0);
            append(limited, Labels.of("__name__", "m", "i", "0"), NOW - HOUR, 0);
            append(limited, Labels.of("__name__", "m", "i", "1"), NOW - 2 * HOUR, 1);
            append(limited, Labels.of("__name__", "m", "i", "1"), NOW - HOUR, 1);
            for (long time : List.of(NOW, NOW - 2 * HOUR)) {
                assertThatThrownBy(() -> append(limited, Labels.of("__name__", "m", "i", "2"), time, 2))
                        .isInstanceOf(WriteRejectedException.class)
                        .hasMessageContaining("series of a metric in the head, limit=2, actual=3, offender=m");
            }
            append(limited, Labels.of("__name__", "m", "i", "1"), NOW, 1);
            append(limited, Labels.of("__name__", "other"), NOW - 2 * HOUR, 3);
        }
    }

    @Test
    void shouldNotShowSeriesOfACohortBornBehindTheRange() {
        append(head, Labels.of("__name__", "old"), NOW - HOUR, 1);
        append(head, Labels.of("__name__", "young"), NOW, 2);
        try (View view = view(head)) {
            assertThat(view.querier(0, NOW - 1).labelValues("__name__", List.of(), 0))
                    .containsExactly("old");
            assertThat(view.querier(0, NOW - 1)
                            .select(SelectHints.NONE, List.of())
                            .size())
                    .isEqualTo(1);
            assertThat(view.querier(NOW - HOUR, NOW)
                            .select(SelectHints.NONE, List.of())
                            .size())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldCountASeriesOnceThatReturnsWhileItsCohortLeaves() {
        Labels once = Labels.of("__name__", "once");
        append(head, once, NOW - HOUR, 1);
        append(head, Labels.of("__name__", "steady"), NOW - 10, 1);
        for (int i = 0; i < 3; i++) {
            append(head, Labels.of("__name__", "steady"), NOW - 9 + i, 1);
        }
        try (Leaving leaving = head.leave().orElseThrow()) {
            append(head, once, NOW, 2);
            try (HeadView view = head.view()) {
                assertThat(view.statistics(10).seriesByMetric())
                        .containsExactlyInAnyOrder(new Count("once", 1), new Count("steady", 1));
            }
            try (View view = view(head)) {
                assertThat(read(view).get(once)).isEqualTo(Map.of(NOW - HOUR, 1.0, NOW, 2.0));
            }
        }
    }

    @Test
    void shouldRefuseWhatAJumpingClockDoesNotReachAndGoOnAfterwards() {
        long[] clock = {NOW};
        Labels up = Labels.of("__name__", "up");
        try (Head jumping =
                Head.withoutLog(offHeap, HeadOptions.of(2 * HOUR).withClock(() -> Instant.ofEpochMilli(clock[0])))) {
            append(jumping, up, NOW, 1);
            clock[0] = NOW - HOUR;
            assertRefused(jumping, up, NOW + 1, RejectReason.OUT_OF_BOUNDS);
            append(jumping, Labels.of("__name__", "other"), NOW - HOUR, 2);
            clock[0] = NOW + 24 * HOUR;
            append(jumping, up, NOW + 1, 3);
            clock[0] = NOW + 1;
            append(jumping, up, NOW + 2, 4);
            try (View view = view(jumping)) {
                assertThat(read(view).get(up)).isEqualTo(Map.of(NOW, 1.0, NOW + 1, 3.0, NOW + 2, 4.0));
                assertThat(view.maxTime()).isEqualTo(NOW + 2);
            }
        }
    }

    private static void assertLimit(Head head, Labels labels, String words) {
        try (Appender appender = head.appender()) {
            assertThatThrownBy(() -> appender.series(labels)).hasMessageContaining(words);
        }
    }

    private Head headWithWindow(long window) {
        return Head.withoutLog(
                offHeap,
                HeadOptions.of(2 * HOUR)
                        .withOutOfOrderWindow(window)
                        .withClock(InstantSource.fixed(Instant.ofEpochMilli(NOW))));
    }

    private static void append(Head head, Labels labels, long time, double value) {
        try (Appender appender = head.appender()) {
            appender.append(appender.series(labels), time, value);
            appender.commit();
        }
    }

    private static void assertRefused(Head head, Labels labels, long time, RejectReason reason) {
        assertThatThrownBy(() -> append(head, labels, time, -1))
                .isInstanceOfSatisfying(
                        WriteRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void shouldRefuseOldSamplesForPrometheusReasons() {
        Labels up = Labels.of("__name__", "up");
        append(head, up, NOW, 1);
        assertRefused(head, up, NOW - 1, RejectReason.OUT_OF_ORDER);
        assertRefused(head, up, NOW, RejectReason.DUPLICATE_SAMPLE);
        assertRefused(head, up, NOW - HOUR - 1, RejectReason.OUT_OF_BOUNDS);
        append(head, up, NOW, 1);
        try (Head windowed = headWithWindow(3 * HOUR)) {
            append(windowed, up, NOW, 1);
            append(windowed, up, NOW - 1, 2);
            append(windowed, up, NOW - 3 * HOUR, 3);
            append(windowed, Labels.of("__name__", "new"), NOW - 2 * HOUR, 4);
            assertRefused(windowed, up, NOW, RejectReason.DUPLICATE_SAMPLE);
            assertRefused(windowed, up, NOW - 3 * HOUR - 1, RejectReason.TOO_OLD);
            assertRefused(windowed, up, NOW + HOUR, RejectReason.OUT_OF_BOUNDS);
            try (View view = view(windowed)) {
                assertThat(read(view).get(up)).isEqualTo(Map.of(NOW, 1.0, NOW - 1, 2.0, NOW - 3 * HOUR, 3.0));
                assertThat(read(view)).containsEntry(Labels.of("__name__", "new"), Map.of(NOW - 2 * HOUR, 4.0));
                assertThat(view.minTime()).isEqualTo(NOW - 3 * HOUR);
            }
            assertThat(windowed.stats().outOfOrderFloats()).isEqualTo(3);
        }
    }

    @Test
    void shouldKeepTheFirstOfEqualTimesAndNotGrowByRepetition() {
        Labels up = Labels.of("__name__", "up");
        try (Head windowed = headWithWindow(HOUR)) {
            append(windowed, up, NOW - 10, 1);
            append(windowed, up, NOW, 2);
            append(windowed, up, NOW - 10, 3);
            append(windowed, up, NOW - 5, 4);
            long used = offHeap.anonymousBytes();
            for (int i = 0; i < 10_000; i++) {
                append(windowed, up, NOW - 5, i);
            }
            try (View view = view(windowed)) {
                assertThat(read(view).get(up)).isEqualTo(Map.of(NOW - 10, 1.0, NOW - 5, 4.0, NOW, 2.0));
            }
            assertThat(offHeap.anonymousBytes()).isEqualTo(used);
        }
    }

    @Test
    void shouldWriteOutOfOrderWhatAnotherRequestOvertook() {
        Labels up = Labels.of("__name__", "up");
        try (Head windowed = headWithWindow(HOUR)) {
            append(windowed, up, NOW - 1_000, 0);
            try (Appender slow = windowed.appender()) {
                slow.append(slow.series(up), NOW - 10, 1);
                append(windowed, up, NOW, 2);
                slow.commit();
            }
            try (View view = view(windowed)) {
                assertThat(read(view).get(up)).isEqualTo(Map.of(NOW - 1_000, 0.0, NOW - 10, 1.0, NOW, 2.0));
            }
            assertThat(windowed.stats()).isEqualTo(new HeadStats(1, 0, 0));
        }
        append(head, up, NOW - 1_000, 0);
        try (Appender slow = head.appender()) {
            slow.append(slow.series(up), NOW - 10, 1);
            append(head, up, NOW, 2);
            slow.commit();
        }
        assertThat(head.stats()).isEqualTo(new HeadStats(0, 0, 1));
    }

    @Test
    void shouldSolveMatchersOverCohorts() {
        for (int i = 0; i < 200; i++) {
            write(
                    Labels.of("__name__", "m", "id", "r" + i, "le", Integer.toString(i % 3)),
                    NOW - HOUR + i * 10_000L,
                    i);
        }
        try (View view = view(head)) {
            assertThat(read(view, LabelMatcher.equal("le", "1"))).hasSize(67);
            assertThat(read(view, new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "le", "1")))
                    .hasSize(133);
            assertThat(read(view, new LabelMatcher(LabelMatcher.Type.REGEX, "id", "r1.*")))
                    .hasSize(111);
            assertThat(read(view, new LabelMatcher(LabelMatcher.Type.REGEX, "id", "r1|r2|x")))
                    .hasSize(2);
            assertThat(read(view, LabelMatcher.equal("none", ""), LabelMatcher.equal("id", "r7")))
                    .hasSize(1);
            assertThat(view.querier(0, NOW).labelNames(List.of(), 0)).containsExactly("__name__", "id", "le");
            assertThat(view.querier(0, NOW).labelValues("le", List.of(), 0)).containsExactly("0", "1", "2");
            assertThat(view.querier(0, NOW).labelValues("id", List.of(LabelMatcher.equal("le", "1")), 2))
                    .containsExactly("r1", "r10");
        }
    }
}
