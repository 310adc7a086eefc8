package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.chunk.PrometheusChunks.Golden;
import io.dunlin.tsdb.chunk.PrometheusChunks.Sample;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Prometheus 3.14 writes and what is written here are the same bytes, and read as the samples they came from. */
class PrometheusChunksTest {
    @Test
    void floatsEncodeToTheSameBytesAndDecodeToTheSameBits() throws IOException {
        for (Golden golden : PrometheusChunks.read()) {
            if (golden.encoding() == ChunkEncoding.XOR) {
                List<Sample> samples = golden.samples();
                long[] times = samples.stream().mapToLong(Sample::time).toArray();
                double[] values = samples.stream().mapToDouble(Sample::value).toArray();
                assertThat(XorChunks.encode(times, values))
                        .as(golden.toString())
                        .isEqualTo(golden.bytes());
                SampleBuffer into = decode(golden);
                assertThat(Arrays.copyOf(into.times(), into.size())).isEqualTo(times);
                for (int i = 0; i < values.length; i++) {
                    assertThat(Double.doubleToRawLongBits(into.values()[i]))
                            .isEqualTo(Double.doubleToRawLongBits(values[i]));
                }
            }
        }
    }

    @Test
    void histogramsEncodeToTheSameBytes() throws IOException {
        Map<ChunkEncoding, HistogramEncoder> encoders = new TreeMap<>();
        int compared = 0;
        for (Golden golden : PrometheusChunks.read()) {
            if (golden.encoding() != ChunkEncoding.XOR) {
                HistogramEncoder encoder = encoders.computeIfAbsent(golden.encoding(), HistogramEncoder::new);
                Region saved = Region.ofHeap(new byte[1 << 16]);
                for (Sample sample : golden.samples()) {
                    add(encoder, sample, golden);
                    encoder.save(saved, 0);
                    encoder.load(saved, 0);
                }
                assertThat(HexFormat.of().formatHex(encoder.chunk()))
                        .as(golden.toString())
                        .isEqualTo(HexFormat.of().formatHex(golden.bytes()));
                assertThat(encoder.count()).isEqualTo(golden.samples().size());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(80);
    }

    private static void add(HistogramEncoder encoder, Sample sample, Golden golden) {
        switch (sample.verb()) {
            case "FIRST" -> encoder.begin(sample.time(), sample.histogram(), HistogramEncoder.Start.FIRST);
            case "CUT" -> encoder.begin(sample.time(), sample.histogram(), HistogramEncoder.Start.CUT);
            case "REFUSED" -> {
                assertThat(encoder.append(sample.time(), sample.histogram())).isFalse();
                encoder.begin(sample.time(), sample.histogram(), HistogramEncoder.Start.REFUSED);
            }
            default ->
                assertThat(encoder.append(sample.time(), sample.histogram()))
                        .as(golden + " at " + sample)
                        .isTrue();
        }
    }

    @Test
    void histogramsDecodeToTheirSamples() throws IOException {
        for (Golden golden : PrometheusChunks.read()) {
            if (golden.encoding() != ChunkEncoding.XOR) {
                SampleBuffer into = decode(golden);
                assertThat(into.size()).isEqualTo(golden.samples().size());
                for (int i = 0; i < into.size(); i++) {
                    Sample sample = golden.samples().get(i);
                    assertThat(into.times()[i]).isEqualTo(sample.time());
                    assertSameCounts(into.histograms()[i], sample.histogram());
                }
            }
        }
    }

    private static SampleBuffer decode(Golden golden) {
        SampleBuffer into = new SampleBuffer(1);
        ChunkDecoder.decode(golden.chunk(), Long.MIN_VALUE, Long.MAX_VALUE, into);
        return into;
    }

    /** The chunk may have more buckets, all empty. */
    private static void assertSameCounts(FloatHistogram found, FloatHistogram expected) {
        assertThat(Double.doubleToRawLongBits(found.sum())).isEqualTo(Double.doubleToRawLongBits(expected.sum()));
        if (expected.isStale()) {
            assertThat(found.positiveBuckets()).isEmpty();
            return;
        }
        assertThat(found.schema()).isEqualTo(expected.schema());
        assertThat(found.count()).isEqualTo(expected.count());
        assertThat(found.zeroCount()).isEqualTo(expected.zeroCount());
        assertThat(found.zeroThreshold()).isEqualTo(expected.zeroThreshold());
        assertThat(found.customValues()).isEqualTo(expected.customValues());
        assertThat(counts(found.positiveSpans(), found.positiveBuckets()))
                .isEqualTo(counts(expected.positiveSpans(), expected.positiveBuckets()));
        assertThat(counts(found.negativeSpans(), found.negativeBuckets()))
                .isEqualTo(counts(expected.negativeSpans(), expected.negativeBuckets()));
    }

    private static Map<Integer, Double> counts(int[] spans, double[] buckets) {
        Map<Integer, Double> counts = new TreeMap<>();
        int next = 0;
        int bucket = 0;
        for (int i = 0; i < spans.length; i += 2) {
            next += spans[i];
            for (int k = 0; k < spans[i + 1]; k++) {
                if (buckets[bucket] != 0) {
                    counts.put(next, buckets[bucket]);
                }
                next++;
                bucket++;
            }
        }
        return counts;
    }
}
