package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.ListArbitrary;
import org.junit.jupiter.api.Test;

class XorCodecTest {
    /** The distance to the sample before, and the bits of the value. */
    record Step(long delta, long bits) {}

    /** Steps of any kind, at the begin or behind such that keep their distance, which are decoded by a loop of their own. */
    @Provide
    static Arbitrary<List<Step>> steps() {
        Arbitrary<Long> deltas = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(15_000L)),
                Tuple.of(3, Arbitraries.longs().between(14_990, 15_010)),
                Tuple.of(1, Arbitraries.longs().between(1, Integer.MAX_VALUE)));
        Arbitrary<List<Step>> any = steps(deltas, values()).ofMinSize(1).ofMaxSize(300);
        Arbitrary<List<Step>> whole =
                steps(Arbitraries.just(15_000L), wholeNumbers(100)).ofMinSize(1).ofMaxSize(300);
        Arbitrary<List<Step>> regular =
                steps(Arbitraries.just(15_000L), values()).ofMinSize(1).ofMaxSize(300);
        Arbitrary<List<Step>> tail = steps(deltas, values()).ofMaxSize(20);
        return Arbitraries.oneOf(
                        any, whole, regular, Combinators.combine(whole, tail).as(XorCodecTest::joined))
                .withoutEdgeCases();
    }

    private static ListArbitrary<Step> steps(Arbitrary<Long> deltas, Arbitrary<Long> values) {
        return Combinators.combine(deltas, values)
                .as(Step::new)
                .withoutEdgeCases()
                .list();
    }

    private static List<Step> joined(List<Step> first, List<Step> second) {
        List<Step> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static Arbitrary<Long> wholeNumbers(int most) {
        return Arbitraries.integers().between(0, most).map(i -> Double.doubleToRawLongBits(i));
    }

    private static Arbitrary<Long> values() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Double.doubleToRawLongBits(42))),
                Tuple.of(3, wholeNumbers(1_000)),
                Tuple.of(2, Arbitraries.longs()),
                Tuple.of(1, Arbitraries.of(0L, Long.MIN_VALUE, 1L, -1L, 0x7ff0000000000002L)));
    }

    private static long[] times(long first, List<Step> steps) {
        long[] times = new long[steps.size()];
        times[0] = first;
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + steps.get(i).delta();
        }
        return times;
    }

    private static double[] values(List<Step> steps) {
        return steps.stream()
                .mapToDouble(s -> Double.longBitsToDouble(s.bits()))
                .toArray();
    }

    private static EncodedChunk chunk(byte[] bytes) {
        return new EncodedChunk().wrap(ChunkEncoding.XOR, Region.ofHeap(bytes), 0, bytes.length);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Property
    void whatIsEncodedComesBackBitForBit(@ForAll long seed, @ForAll("steps") List<Step> steps) {
        long[] times = times(seed >> 8, steps);
        double[] values = values(steps);
        byte[] bytes = XorChunks.encode(times, values);
        long[] decodedTimes = new long[times.length + 3];
        double[] decodedValues = new double[times.length + 3];
        XorDecoder.decode(chunk(bytes), decodedTimes, decodedValues, 3);
        assertThat(Arrays.copyOfRange(decodedTimes, 3, decodedTimes.length)).isEqualTo(times);
        assertThat(bits(Arrays.copyOfRange(decodedValues, 3, decodedValues.length)))
                .isEqualTo(bits(values));
    }

    /** Runs of repeats are found word by word: each length, in front of nothing and in front of a change. */
    @Test
    void anIdleBeginningOfAnyLengthComesBackAndItsCutsAreReported() {
        for (int repeats = 0; repeats <= 200; repeats++) {
            for (int changes = 0; changes <= 2; changes++) {
                long[] times = new long[1 + repeats + changes];
                double[] values = new double[times.length];
                for (int i = 0; i < times.length; i++) {
                    times[i] = 1_700_000_000_137L + 15_000L * i + (i > repeats + 1 ? 7 : 0);
                    values[i] = i > repeats ? i : 42;
                }
                byte[] bytes = XorChunks.encode(times, values);
                long[] decodedTimes = new long[times.length];
                double[] decodedValues = new double[times.length];
                XorDecoder.decode(chunk(bytes), decodedTimes, decodedValues, 0);
                assertThat(decodedTimes).isEqualTo(times);
                assertThat(decodedValues).isEqualTo(values);
                byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
                assertThatThrownBy(() -> XorDecoder.decode(chunk(cut), decodedTimes, decodedValues, 0))
                        .as("repeats=" + repeats + ", changes=" + changes)
                        .isInstanceOf(CorruptDataException.class);
            }
        }
    }

    @Property
    void bulkAppendWritesTheSameBytes(@ForAll("steps") List<Step> steps) {
        long[] times = times(1_700_000_000_137L, steps);
        double[] values = values(steps);
        int blockLength = OpenChunkLayout.CHUNK + 20 * times.length + 30;
        Region region = Region.ofHeap(new byte[blockLength]);
        OpenChunkLayout.clear(region, 0);
        XorEncoder encoder = new XorEncoder().wrap(region, 0, blockLength);
        assertThat(encoder.append(times, values, 0, times.length)).isEqualTo(times.length);
        encoder.save();
        byte[] bulk = new byte[OpenChunkLayout.length(region, 0)];
        region.getBytes(OpenChunkLayout.CHUNK, bulk, 0, bulk.length);
        assertThat(bulk).isEqualTo(XorChunks.encode(times, values));
        assertThat(OpenChunkLayout.lastTime(region, 0)).isEqualTo(times[times.length - 1]);
        assertThat(Double.doubleToRawLongBits(OpenChunkLayout.lastValue(region, 0)))
                .isEqualTo(Double.doubleToRawLongBits(values[values.length - 1]));
    }

    /** Whatever the bytes say, decoding ends, stays within the chunk, and fails in one way only. */
    @Property(tries = 60)
    void damagedBytesDecodeOrAreReported(@ForAll("steps") List<Step> steps) {
        byte[] bytes = XorChunks.encode(times(1_700_000_000_137L, steps), values(steps));
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8 | 0x80);
            decodeAnything(flipped);
            decodeAnything(Arrays.copyOf(bytes, i));
        }
    }

    private static void decodeAnything(byte[] bytes) {
        SampleBuffer into = new SampleBuffer();
        try {
            ChunkDecoder.decode(chunk(bytes), Long.MIN_VALUE, Long.MAX_VALUE, into);
        } catch (CorruptDataException e) {
            assertThat(into.size()).isZero();
        }
    }

    @Property
    void fewerSamplesThanTheChunkHasAreItsFirst(@ForAll("steps") List<Step> steps, @ForAll int anyLimit) {
        long[] times = times(0, steps);
        int limit = Math.floorMod(anyLimit, times.length + 1);
        SampleBuffer into = new SampleBuffer(1);
        ChunkDecoder.decode(
                chunk(XorChunks.encode(times, values(steps))).limit(limit), Long.MIN_VALUE, Long.MAX_VALUE, into);
        assertThat(Arrays.copyOf(into.times(), into.size())).isEqualTo(Arrays.copyOf(times, limit));
    }

    @Test
    void aTruncatedChunkIsReported() {
        byte[] bytes = XorChunks.encode(new long[] {1, 2, 3}, new double[] {1.5, 1e300, 7});
        for (int length = 0; length < bytes.length - 1; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> XorDecoder.decode(chunk(cut), new long[3], new double[3], 0))
                    .as("length " + length)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void aFullBlockRefusesAndStaysAsItWas() {
        Region region = Region.ofHeap(new byte[48]);
        OpenChunkLayout.clear(region, 0);
        XorEncoder encoder = new XorEncoder().wrap(region, 0, 48);
        assertThat(encoder.append(1_700_000_000_000L, 0.1)).isTrue();
        encoder.save();
        byte[] before = new byte[48];
        region.getBytes(0, before, 0, 48);
        assertThat(encoder.append(1_700_000_015_000L, -Math.PI * 1e10)).isFalse();
        encoder.save();
        byte[] after = new byte[48];
        region.getBytes(0, after, 0, 48);
        assertThat(after).isEqualTo(before);
        assertThat(encoder.append(1_700_000_015_000L, 0.1)).isTrue();
    }

    @Test
    void aDistanceBeyondTwoToThe31NeedsANewChunk() {
        Region region = Region.ofHeap(new byte[256]);
        OpenChunkLayout.clear(region, 0);
        XorEncoder encoder = new XorEncoder().wrap(region, 0, 256);
        assertThat(encoder.append(Long.MIN_VALUE / 2, 1)).isTrue();
        assertThat(encoder.append(0, 1)).isFalse();
        assertThat(encoder.append(Long.MIN_VALUE / 2 + Integer.MAX_VALUE, 1)).isTrue();
        assertThatThrownBy(() -> encoder.append(0L + Long.MIN_VALUE / 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must rise");
    }

    @Test
    void clipsToTheRangeAndKeepsWhatWasThere() {
        long[] times = new long[100];
        double[] values = new double[100];
        for (int i = 0; i < 100; i++) {
            times[i] = 1_000 + 10L * i;
            values[i] = i;
        }
        byte[] bytes = XorChunks.encode(times, values);
        SampleBuffer into = new SampleBuffer();
        into.add(5, 5.5);
        ChunkDecoder.decode(chunk(bytes), 1_005, 1_050, into);
        assertThat(Arrays.copyOf(into.times(), into.size())).containsExactly(5, 1_010, 1_020, 1_030, 1_040, 1_050);
        assertThat(Arrays.copyOf(into.values(), into.size())).containsExactly(5.5, 1, 2, 3, 4, 5);
        ChunkDecoder.decode(chunk(bytes), 2_000, 3_000, into);
        ChunkDecoder.decode(chunk(bytes), 0, 999, into);
        assertThat(into.size()).isEqualTo(6);
    }
}
