package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.StaleMarker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Chunks of a real Prometheus block decode to the samples they were made from, and encode to the same bytes. */
class XorGoldenTest {
    /** The block's {@code maxTime}: later samples are in other blocks. */
    private static final long BLOCK_END = 1_700_005_948_597L;

    private record Sample(long time, long bits) {}

    @Test
    void decodesPrometheusChunksToTheirSamples() throws IOException {
        Iterator<GoldenChunks.Golden> chunks = GoldenChunks.chunks("xor-chunks").iterator();
        for (Map.Entry<String, List<Sample>> series : samplesBySeries().entrySet()) {
            List<Sample> decoded = new ArrayList<>();
            while (decoded.size() < series.getValue().size()) {
                EncodedChunk chunk = chunks.next().chunk();
                long[] times = new long[chunk.count()];
                double[] values = new double[chunk.count()];
                XorDecoder.decode(chunk, times, values, 0);
                for (int i = 0; i < times.length; i++) {
                    decoded.add(new Sample(times[i], Double.doubleToRawLongBits(values[i])));
                }
            }
            assertThat(decoded).as(series.getKey()).isEqualTo(series.getValue());
        }
        assertThat(chunks.hasNext()).isFalse();
    }

    /** Prometheus 2.42 ends a chunk whose bits fill their last byte with one more byte of zero; 3.x does not. */
    @Test
    void encodesTheSameBytes() throws IOException {
        for (GoldenChunks.Golden golden : GoldenChunks.chunks("xor-chunks")) {
            EncodedChunk chunk = golden.chunk();
            long[] times = new long[chunk.count()];
            double[] values = new double[chunk.count()];
            XorDecoder.decode(chunk, times, values, 0);
            byte[] encoded = XorChunks.encode(times, values);
            assertThat(golden.bytes()).startsWith(encoded);
            assertThat(golden.bytes().length - encoded.length).isBetween(0, 1);
        }
    }

    private static Map<String, List<Sample>> samplesBySeries() throws IOException {
        Map<String, List<Sample>> series = new TreeMap<>();
        for (String line : GoldenChunks.lines("xor-samples.om")) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" ");
                long time = (long) (Double.parseDouble(parts[2]) * 1000);
                if (time < BLOCK_END) {
                    series.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(new Sample(time, bits(parts[1])));
                }
            }
        }
        return series;
    }

    private static long bits(String value) {
        return switch (value) {
            case "NaN" -> StaleMarker.NORMAL_NAN_BITS;
            case "+Inf" -> Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
            case "-Inf" -> Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
            default -> Double.doubleToRawLongBits(Double.parseDouble(value));
        };
    }
}
