package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StartColumnTest {
    private static final long START = 1_700_000_000_000L;

    /** The bytes of a first run with a small start that always was. */
    private static final int FIRST_RUN = 2;

    record Sample(long time, long start) {}

    @Provide
    Arbitrary<List<Sample>> samples() {
        Arbitrary<Long> gaps = Arbitraries.of(1L, 15_000L, 15_000L, 15_000L, 86_400_000L);
        Arbitrary<Long> starts = Arbitraries.oneOf(
                Arbitraries.of(0L, 0L, START - 1, START, -1L, Long.MAX_VALUE, Long.MIN_VALUE), Arbitraries.longs());
        Arbitrary<Integer> repetitions = Arbitraries.of(1, 1, 2, 40);
        return Combinators.combine(gaps, starts, repetitions)
                .as((gap, start, count) -> Collections.nCopies(count, new Sample(gap, start)))
                .list()
                .ofMaxSize(40)
                .map(StartColumnTest::atTimes);
    }

    private static List<Sample> atTimes(List<List<Sample>> runs) {
        long[] time = {START};
        return runs.stream()
                .flatMap(List::stream)
                .map(sample -> new Sample(time[0] += sample.time, sample.start))
                .toList();
    }

    private static StartColumn collect(List<Sample> samples) {
        StartColumn column = new StartColumn();
        samples.forEach(sample -> column.add(sample.time, sample.start));
        return column;
    }

    private static StartColumn copy(StartColumn column, long firstTime) {
        int length = column.encode(firstTime);
        StartColumn copy = new StartColumn();
        copy.add(1, 2);
        copy.decode(Region.ofHeap(Arrays.copyOf(column.bytes(), length)), 0, length);
        return copy;
    }

    private static void check(StartColumn column, List<Sample> samples) {
        SampleBuffer buffer = new SampleBuffer();
        buffer.add(START - 5, 1);
        samples.forEach(sample -> buffer.add(sample.time, 1));
        column.apply(buffer, 1);
        for (int i = 0; i < samples.size(); i++) {
            long start = buffer.startTimes() == null ? 0 : buffer.startTimes()[i + 1];
            assertThat(start).isEqualTo(samples.get(i).start);
        }
        assertThat(buffer.startTimes() == null || buffer.startTimes()[0] == 0).isTrue();
        assertThat(column.isEmpty()).isEqualTo(samples.stream().allMatch(sample -> sample.start == 0));
    }

    @Property
    void shouldGiveEverySampleItsStart(@ForAll("samples") List<Sample> samples) {
        StartColumn column = collect(samples);
        check(column, samples);
        check(copy(column, Long.MIN_VALUE), samples);
        check(copy(column, samples.isEmpty() ? 0 : samples.get(0).time), samples);
    }

    @Property
    void shouldJoinWhatPartsSay(@ForAll("samples") List<Sample> samples, @ForAll @IntRange(max = 400) int cut) {
        int middle = Math.min(cut, samples.size());
        StartColumn whole = copy(collect(samples), Long.MIN_VALUE);
        StartColumn joined = new StartColumn();
        for (List<Sample> part : List.of(samples.subList(0, middle), samples.subList(middle, samples.size()))) {
            if (!part.isEmpty()) {
                long first = part.get(0).time;
                long last = part.get(part.size() - 1).time;
                joined.addAll(part.size() % 2 == 0 ? collect(part) : whole, first, last);
            }
        }
        check(joined, samples);
        assertThat(joined.encode(Long.MIN_VALUE)).isEqualTo(collect(samples).encode(Long.MIN_VALUE));
    }

    @Property
    void shouldForgetRunsOfSamplesThatNeverCame(@ForAll("samples") List<Sample> samples, @ForAll int cut) {
        int kept = samples.isEmpty() ? 0 : Math.floorMod(cut, samples.size());
        List<Sample> first = samples.subList(0, kept);
        StartColumn column = collect(samples);
        column.add(kept == 0 ? START : first.get(kept - 1).time + 1, 77);
        List<Sample> expected = new ArrayList<>(first);
        expected.add(new Sample(kept == 0 ? START : first.get(kept - 1).time + 1, 77));
        check(column, expected);
    }

    @Property
    void shouldReadAnyBytesOrCallThemCorrupt(@ForAll byte[] bytes) {
        StartColumn column = new StartColumn();
        try {
            column.decode(Region.ofHeap(bytes), 0, bytes.length);
        } catch (CorruptDataException e) {
            assertThat(column.isEmpty()).isTrue();
            return;
        }
        assertThat(column.isEmpty()).isEqualTo(bytes.length == 0);
        StartColumn copy = copy(column, Long.MIN_VALUE);
        int length = column.encode(Long.MIN_VALUE);
        assertThat(copy.encode(Long.MIN_VALUE)).isEqualTo(length);
        assertThat(Arrays.copyOf(copy.bytes(), length)).isEqualTo(Arrays.copyOf(column.bytes(), length));
    }

    @Test
    void shouldTakeFewBytes() {
        StartColumn counter = new StartColumn();
        StartColumn delta = new StartColumn();
        counter.begin(START);
        delta.begin(START);
        for (long time = START + 15_000; time < START + 120 * 15_000; time += 15_000) {
            counter.add(time, START);
            delta.add(time, time - 15_000);
        }
        assertThat(counter.encode(START)).isEqualTo(7);
        assertThat(delta.encode(START)).isLessThan(7 + 2 * 120 + 10);
    }

    @Test
    void shouldCallCutColumnsCorrupt() {
        StartColumn column = collect(List.of(new Sample(START, 5), new Sample(START + 1, START)));
        int length = column.encode(START);
        for (int cut = 1; cut < length; cut++) {
            Region region = Region.ofHeap(Arrays.copyOf(column.bytes(), cut));
            int shorter = cut;
            StartColumn read = new StartColumn();
            // Between two runs a cut is not seen here: whoever keeps a column keeps its length and a checksum.
            if (shorter != FIRST_RUN) {
                assertThatThrownBy(() -> read.decode(region, 0, shorter)).isInstanceOf(CorruptDataException.class);
                assertThat(read.isEmpty()).isTrue();
            }
        }
    }
}
