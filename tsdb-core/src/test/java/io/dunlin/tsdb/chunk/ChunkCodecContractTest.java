package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every encoding of chunks does. */
@ExtendWith(NoMemoryLeak.class)
abstract class ChunkCodecContractTest {
    private static final long FIRST_TIME = 1_700_000_000_137L;
    private static final int STEP = 15_000;

    abstract ChunkEncoding encoding();

    /** Encodes a sample every 15 s. */
    abstract byte[] encode(int samples);

    static final class XorTest extends ChunkCodecContractTest {
        @Override
        ChunkEncoding encoding() {
            return ChunkEncoding.XOR;
        }

        @Override
        byte[] encode(int samples) {
            SplittableRandom random = new SplittableRandom(samples);
            long[] times = new long[samples];
            double[] values = new double[samples];
            for (int i = 0; i < samples; i++) {
                times[i] = FIRST_TIME + (long) i * STEP;
                values[i] = i % 3 == 0 ? random.nextDouble() : i;
            }
            return XorChunks.encode(times, values);
        }
    }

    static final class HistogramTest extends ChunkCodecContractTest {
        @Override
        ChunkEncoding encoding() {
            return ChunkEncoding.HISTOGRAM;
        }

        @Override
        byte[] encode(int samples) {
            return encodeHistograms(encoding(), samples, 1);
        }
    }

    static final class FloatHistogramTest extends ChunkCodecContractTest {
        @Override
        ChunkEncoding encoding() {
            return ChunkEncoding.FLOAT_HISTOGRAM;
        }

        @Override
        byte[] encode(int samples) {
            return encodeHistograms(encoding(), samples, 0.75);
        }
    }

    private static byte[] encodeHistograms(ChunkEncoding encoding, int samples, double unit) {
        HistogramEncoder encoder = new HistogramEncoder(encoding);
        for (int i = 0; i < samples; i++) {
            FloatHistogram histogram = new FloatHistogram(
                    3,
                    CounterResetHint.UNKNOWN,
                    0.001,
                    i * unit,
                    (12 + 7L * i) * unit,
                    i * 0.1,
                    new int[] {-2, 2, 3, 1},
                    new double[] {(1 + i) * unit, 2 * (1 + i) * unit, 5 * unit},
                    new int[] {0, 2},
                    new double[] {(3 + 3L * i) * unit, unit},
                    new double[0]);
            if (i == 0) {
                encoder.begin(FIRST_TIME, histogram, HistogramEncoder.Start.FIRST);
            } else {
                assertThat(encoder.append(FIRST_TIME + (long) i * STEP, histogram))
                        .isTrue();
            }
        }
        return encoder.chunk();
    }

    private EncodedChunk chunk(byte[] bytes) {
        return new EncodedChunk().wrap(encoding(), Region.ofHeap(bytes), 0, bytes.length);
    }

    private static void decodeAll(EncodedChunk chunk, SampleBuffer into) {
        ChunkDecoder.decode(chunk, Long.MIN_VALUE, Long.MAX_VALUE, into);
    }

    @Test
    void decodesBehindWhatTheBufferHolds() {
        SampleBuffer into = new SampleBuffer(1);
        into.add(1, 0.5);
        decodeAll(chunk(encode(40)), into);
        decodeAll(chunk(encode(1)), into);
        assertThat(into.size()).isEqualTo(42);
        assertThat(into.times()[0]).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
            assertThat(into.times()[i + 1]).isEqualTo(FIRST_TIME + (long) i * STEP);
        }
        assertThat(into.times()[41]).isEqualTo(FIRST_TIME);
    }

    @Test
    void floatsAndHistogramsDoNotMixInOneBuffer() {
        SampleBuffer into = new SampleBuffer();
        into.add(1, HistogramChunkLayout.stale(0));
        into.add(2, HistogramChunkLayout.stale(0));
        into.size(1);
        decodeAll(chunk(encode(5)), into);
        for (int i = 1; i < into.size(); i++) {
            assertThat(into.histograms()[i] == null).isEqualTo(encoding() == ChunkEncoding.XOR);
        }
    }

    @Test
    void readsOnlyTheRangeAndTheFirstSamples() {
        byte[] bytes = encode(50);
        SampleBuffer whole = new SampleBuffer();
        decodeAll(chunk(bytes), whole);
        SampleBuffer part = new SampleBuffer();
        ChunkDecoder.decode(chunk(bytes).limit(30), FIRST_TIME + 10 * STEP, FIRST_TIME + 45L * STEP, part);
        assertThat(part.size()).isEqualTo(20);
        for (int i = 0; i < part.size(); i++) {
            assertThat(part.times()[i]).isEqualTo(whole.times()[i + 10]);
            if (encoding() == ChunkEncoding.XOR) {
                assertThat(part.values()[i]).isEqualTo(whole.values()[i + 10]);
            } else {
                assertThat(part.histograms()[i]).isEqualTo(whole.histograms()[i + 10]);
            }
        }
    }

    /** The chunk ends where the memory ends: one byte read beyond would throw. */
    @Test
    void readsNoByteBehindTheChunk() {
        try (MemoryScope scope = OffHeap.poisoning(1 << 20).openScope("chunk")) {
            for (int samples = 1; samples < 40; samples++) {
                byte[] bytes = encode(samples);
                Region region = scope.allocate(MemoryTag.BLOCK, bytes.length);
                region.putBytes(0, bytes, 0, bytes.length);
                SampleBuffer into = new SampleBuffer();
                decodeAll(new EncodedChunk().wrap(encoding(), region, 0, bytes.length), into);
                assertThat(into.size()).isEqualTo(samples);
            }
        }
    }

    /** Whatever the bytes say, decoding ends, fails in one way only, and leaves the buffer as it was. */
    @Test
    void damageIsReportedOrDecodesToSomething() {
        byte[] bytes = encode(30);
        for (int i = 0; i < bytes.length; i++) {
            for (int flip = 1; flip < 256; flip <<= 1) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) flip;
                decodeDamaged(damaged);
            }
            decodeDamaged(Arrays.copyOf(bytes, i));
        }
    }

    @Test
    void noiseIsReportedOrDecodesToSomething() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[0] = 0;
            }
            decodeDamaged(noise);
        }
    }

    private void decodeDamaged(byte[] bytes) {
        SampleBuffer into = new SampleBuffer();
        into.add(5, 5.0);
        try {
            decodeAll(chunk(bytes), into);
            assertThat(into.size()).isBetween(1, 1 + 0xFFFF);
        } catch (CorruptDataException e) {
            assertThat(into.size()).isEqualTo(1);
        }
    }

    @Test
    void aChunkWithoutAHeaderIsNamed() {
        Region region = Region.ofHeap(new byte[1]);
        assertThatThrownBy(() -> new EncodedChunk().wrap(encoding(), region, 0, 1))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("expected=a chunk of 2 to");
    }
}
