package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dunlin.tsdb.memory.Region;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CompactXorEncoderTest {
    private final CompactXorEncoder encoder = new CompactXorEncoder();

    @Property
    void decodesToTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int count) {
        Random random = new Random(seed);
        long[] times = new long[count];
        double[] values = new double[count];
        long time = random.nextInt(10) == 0 ? random.nextLong() >> 2 : random.nextInt();
        int kind = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            times[i] = time;
            time += 1 + (random.nextInt(8) == 0 ? random.nextLong() >>> 20 + random.nextInt(43) : 14_999);
            values[i] = value(kind, i == 0 ? 0 : values[i - 1], random);
        }
        check(times, values);
    }

    private static double value(int kind, double before, Random random) {
        return switch (kind) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> before + random.nextInt(1000);
            case 2 -> random.nextInt(3) == 0 ? before + 1 : before;
            case 3 -> random.nextGaussian();
            default -> random.nextInt(101);
        };
    }

    @Test
    void holdsExtremes() {
        check(new long[] {Long.MIN_VALUE}, new double[] {Double.NaN});
        check(
                new long[] {-1, 0, 1 << 13, 1 << 14, 1 << 17, 1 << 20, Long.MAX_VALUE},
                new double[] {0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(new long[0], new double[0], 0, 0))
                .withMessageContaining("count=0");
    }

    @Test
    void takesLessThanAnAppendingEncoder() {
        Random random = new Random(1);
        long[] times = new long[480];
        double[] values = new double[480];
        double value = 1e6;
        for (int i = 0; i < times.length; i++) {
            times[i] = 1_600_000_000_000L + i * 15_000L;
            value += random.nextInt(20);
            values[i] = value;
        }
        assertThat(encoder.encode(times, values, 0, 480)).isLessThan(appended(times, values) * 90 / 100);
    }

    private void check(long[] times, double[] values) {
        int length = encoder.encode(times, values, 0, times.length);
        Region region = Region.ofHeap(Arrays.copyOf(encoder.bytes(), length));
        EncodedChunk chunk = new EncodedChunk().wrap(ChunkEncoding.XOR, region, 0, length);
        assertThat(chunk.count()).isEqualTo(times.length);
        long[] decodedTimes = new long[times.length];
        double[] decodedValues = new double[times.length];
        XorDecoder.decode(chunk, decodedTimes, decodedValues, 0);
        assertThat(decodedTimes).isEqualTo(times);
        for (int i = 0; i < values.length; i++) {
            assertThat(Double.doubleToRawLongBits(decodedValues[i])).isEqualTo(Double.doubleToRawLongBits(values[i]));
        }
    }

    private static int appended(long[] times, double[] values) {
        Region region = Region.ofHeap(new byte[OpenChunkLayout.CHUNK + 10_000]);
        OpenChunkLayout.clear(region, 0);
        XorEncoder appending = new XorEncoder().wrap(region, 0, OpenChunkLayout.CHUNK + 10_000);
        assertThat(appending.append(times, values, 0, times.length)).isEqualTo(times.length);
        appending.save();
        return OpenChunkLayout.length(region, 0);
    }
}
