package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks of any bytes: their samples are read, or they are called damaged. The first byte says the encoding. */
class ChunkFuzzTest {
    @MethodSource("chunks")
    @FuzzTest(maxDuration = "2m")
    void decodesAnyBytes(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ChunkEncoding[] encodings = ChunkEncoding.values();
        ChunkEncoding encoding = encodings[(input[0] & 0xff) % encodings.length];
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        SampleBuffer into = new SampleBuffer();
        try {
            EncodedChunk chunk = new EncodedChunk().wrap(encoding, Region.ofHeap(bytes), 0, bytes.length);
            ChunkDecoder.decode(chunk, Long.MIN_VALUE, Long.MAX_VALUE, into);
            assertThat(into.size()).isEqualTo(chunk.count());
        } catch (CorruptDataException e) {
            assertThat(into.size()).isZero();
        }
    }

    static Stream<byte[]> chunks() {
        return Stream.of(
                new byte[0],
                input(ChunkEncoding.XOR, new ChunkCodecContractTest.XorTest().encode(40)),
                input(ChunkEncoding.HISTOGRAM, new ChunkCodecContractTest.HistogramTest().encode(12)),
                input(ChunkEncoding.FLOAT_HISTOGRAM, new ChunkCodecContractTest.FloatHistogramTest().encode(12)));
    }

    private static byte[] input(ChunkEncoding encoding, byte[] chunk) {
        byte[] input = new byte[1 + chunk.length];
        input[0] = (byte) encoding.ordinal();
        System.arraycopy(chunk, 0, input, 1, chunk.length);
        return input;
    }
}
