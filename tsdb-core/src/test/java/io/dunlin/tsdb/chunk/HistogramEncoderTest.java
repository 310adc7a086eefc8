package io.dunlin.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.chunk.HistogramEncoder.Start;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistogramEncoderTest {
    private final HistogramEncoder encoder = new HistogramEncoder(ChunkEncoding.HISTOGRAM);

    private static FloatHistogram histogram(int[] spans, double... buckets) {
        double count = Arrays.stream(buckets).sum();
        return new FloatHistogram(
                1, CounterResetHint.UNKNOWN, 0, 0, count, 1, spans, buckets, new int[0], new double[0], new double[0]);
    }

    @Test
    void newBucketsWidenTheChunkAndMissingOnesTheSample() {
        encoder.begin(1, histogram(new int[] {0, 1}, 5), Start.FIRST);
        assertThat(encoder.append(2, histogram(new int[] {0, 1, 3, 1}, 5, 2))).isTrue();
        assertThat(encoder.append(3, histogram(new int[] {0, 2}, 6, 1))).isFalse();
        encoder.begin(3, histogram(new int[] {0, 2}, 6, 1), Start.REFUSED);
        assertThat(encoder.append(4, histogram(new int[] {0, 1, 5, 1}, 7, 1))).isFalse();
        assertThat(encoder.append(4, histogram(new int[] {0, 2, 5, 1}, 7, 1, 1)))
                .isTrue();
        SampleBuffer into = new SampleBuffer();
        byte[] bytes = encoder.chunk();
        HistogramDecoder.decode(
                new EncodedChunk().wrap(ChunkEncoding.HISTOGRAM, Region.ofHeap(bytes), 0, bytes.length), into);
        assertThat(into.size()).isEqualTo(2);
        assertThat(into.histograms()[0].positiveSpans()).containsExactly(0, 2, 5, 1);
        assertThat(into.histograms()[0].positiveBuckets()).containsExactly(6, 1, 0);
        assertThat(into.histograms()[1].positiveBuckets()).containsExactly(7, 1, 1);
        assertThat(into.histograms()[0].counterResetHint()).isEqualTo(CounterResetHint.UNKNOWN);
        assertThat(into.histograms()[1].counterResetHint()).isEqualTo(CounterResetHint.NOT_RESET);
    }

    @Test
    void wrongCallsAreNamed() {
        assertThatThrownBy(() -> encoder.begin(1, histogram(new int[] {0, 2}, 5), Start.FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive=2/1");
        assertThatThrownBy(() -> encoder.append(1, histogram(new int[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("samples=0");
        encoder.begin(5, histogram(new int[0]), Start.FIRST);
        assertThatThrownBy(() -> encoder.append(5, histogram(new int[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time=5, last=5");
    }
}
