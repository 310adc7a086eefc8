package io.dunlin.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HistogramJsonTest {
    private static String written(FloatHistogram histogram) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(out)) {
            new PrometheusJson(json).histogram(histogram);
        }
        return out.toString(UTF_8);
    }

    private static FloatHistogram exponential(double zeroCount, double[] positive, double[] negative) {
        return new FloatHistogram(
                0,
                CounterResetHint.UNKNOWN,
                0.25,
                zeroCount,
                21,
                -3.5,
                new int[] {0, positive.length},
                positive,
                new int[] {0, negative.length},
                negative,
                null);
    }

    @Test
    void printsExponentialBucketsFromTheLowestUp() throws IOException {
        FloatHistogram histogram = exponential(4, new double[] {1, 0, 2.5}, new double[] {3, 5});
        assertThat(written(histogram))
                .isEqualTo("{\"count\":\"21\",\"sum\":\"-3.5\",\"buckets\":[[1,\"-2\",\"-1\",\"5\"],"
                        + "[1,\"-1\",\"-0.5\",\"3\"],[3,\"-0.25\",\"0.25\",\"4\"],[0,\"0.5\",\"1\",\"1\"],"
                        + "[0,\"2\",\"4\",\"2.5\"]]}");
    }

    @Test
    void leavesOutWhatIsEmpty() throws IOException {
        assertThat(written(exponential(0, new double[] {0}, new double[0])))
                .isEqualTo("{\"count\":\"21\",\"sum\":\"-3.5\"}");
    }

    @Test
    void printsCustomBuckets() throws IOException {
        FloatHistogram histogram = new FloatHistogram(
                FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                CounterResetHint.UNKNOWN,
                0,
                0,
                6,
                10,
                new int[] {0, 3},
                new double[] {1, 2, 3},
                new int[0],
                new double[0],
                new double[] {0.1, 5});
        assertThat(written(histogram))
                .isEqualTo("{\"count\":\"6\",\"sum\":\"10\",\"buckets\":[[3,\"-Inf\",\"0.1\",\"1\"],"
                        + "[0,\"0.1\",\"5\",\"2\"],[0,\"5\",\"+Inf\",\"3\"]]}");
    }
}
