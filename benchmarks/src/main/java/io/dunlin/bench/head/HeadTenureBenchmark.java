package io.dunlin.bench.head;

import io.dunlin.tsdb.head.CohortAges;
import io.dunlin.tsdb.head.Head;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a series that moves from its cohort to the tenured table, once in its life, between commits; without log. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class HeadTenureBenchmark {
    private static final int REQUESTS = 50;
    private static final int SERIES = REQUESTS * EncodedRequests.SERIES;

    /** A commit moves at most 4,096 series. */
    private static final int COMMITS = (SERIES + 4095) / 4096;

    private final EncodedRequests requests = new EncodedRequests(REQUESTS, 0);
    private Head head;
    private long due;

    /** Makes a head of 100,000 series in one cohort, all written in the millisecond before the cohort is looked through. */
    @Setup(Level.Iteration)
    public void open() {
        head = EncodedRequests.head();
        long cohort = CohortAges.DEFAULT.cohort().toMillis();
        due = (EncodedRequests.START / cohort + 1) * cohort
                + CohortAges.DEFAULT.tenure().toMillis();
        for (long time : new long[] {EncodedRequests.START, due - 1}) {
            for (int i = 0; i < REQUESTS; i++) {
                requests.send(head, i, time, 1);
            }
        }
    }

    /** Frees the head. */
    @TearDown(Level.Iteration)
    public void close() {
        head.close();
    }

    /** As many commits of one sample as it takes to move them all. */
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public void moveToTenured() {
        for (int i = 0; i < COMMITS; i++) {
            try (Appender appender = head.appender()) {
                appender.append(appender.series(Labels.of("__name__", "clock")), due + i, 1);
                appender.commit();
            }
        }
    }
}
