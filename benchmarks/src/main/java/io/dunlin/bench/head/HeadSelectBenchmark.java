package io.dunlin.bench.head;

import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.head.HeadView;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesReader;
import io.dunlin.tsdb.storage.SeriesSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Microseconds a select among a million series with eight samples each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class HeadSelectBenchmark {
    private static final int REQUESTS = 500;
    private static final int SAMPLES = 8;
    private static final long INTERVAL = 15_000;

    private final SampleBuffer buffer = new SampleBuffer();
    private Head head;
    private HeadView view;
    private Querier querier;

    /** Fills the head. */
    @Setup
    public void fill() {
        head = EncodedRequests.head();
        EncodedRequests requests = new EncodedRequests(REQUESTS, 0);
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int request = 0; request < REQUESTS; request++) {
                requests.send(head, request, EncodedRequests.START + sample * INTERVAL, sample);
            }
        }
        view = head.view();
        querier = view.queriers(0, Long.MAX_VALUE).get(0);
    }

    /** Frees the head. */
    @TearDown
    public void close() {
        view.close();
        head.close();
    }

    private SeriesSet select(LabelMatcher... matchers) {
        return querier.select(SelectHints.NONE, List.of(matchers));
    }

    /** One series by its metric and pod. */
    @Benchmark
    public int oneSeries() {
        return select(LabelMatcher.equal("__name__", "metric_7"), LabelMatcher.equal("pod", "pod-1000-0"))
                .size();
    }

    /** The 2,000 series of one metric. */
    @Benchmark
    public int oneMetric() {
        return select(LabelMatcher.equal("__name__", "metric_7")).size();
    }

    /** The 2,000 series of one metric, with all their samples. */
    @Benchmark
    public long oneMetricRead() {
        SeriesSet set = select(LabelMatcher.equal("__name__", "metric_7"));
        SeriesReader reader = set.reader();
        long samples = 0;
        for (int i = 0; i < set.size(); i++) {
            buffer.clear();
            reader.read(i, buffer);
            samples += buffer.size();
        }
        return samples;
    }

    /** A prefix of 2,000 values of one label among the series of one value of another. */
    @Benchmark
    public int prefix() {
        return select(new LabelMatcher(LabelMatcher.Type.REGEX, "pod", "pod-1.*"), LabelMatcher.equal("le", "3"))
                .size();
    }

    /** An expression that must run over all 2,000 values. */
    @Benchmark
    public int expression() {
        return select(
                        new LabelMatcher(LabelMatcher.Type.REGEX, "pod", "pod-.*[13579]-0"),
                        LabelMatcher.equal("le", "3"))
                .size();
    }

    /** All but one value of a label, of one metric. */
    @Benchmark
    public int negative() {
        return select(
                        LabelMatcher.equal("__name__", "metric_7"),
                        new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "le", "3"))
                .size();
    }

    /** One label of 83,000 series as a column. */
    @Benchmark
    public int column() {
        return select(LabelMatcher.equal("le", "3")).column("namespace").bound();
    }
}
