package io.dunlin.bench.head;

import io.dunlin.tsdb.head.Head;
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

/** Nanoseconds a sample from encoded labels to a committed sample, without log and HTTP, in requests of 2,000 samples. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class HeadAppendBenchmark {
    private static final int REQUESTS = 50;
    private static final long INTERVAL = 15_000;

    /** A head with 100,000 series that are all known. */
    @State(Scope.Thread)
    public static class Known {
        private Head head;
        private EncodedRequests requests;
        private long sent;

        /** Writes every series once; once a trial, so that the profiler of garbage does not count new series. */
        @Setup(Level.Trial)
        public void open() {
            head = EncodedRequests.head();
            requests = new EncodedRequests(REQUESTS, 0);
            sent = 0;
            for (int i = 0; i < REQUESTS; i++) {
                send();
            }
        }

        private void send() {
            long round = sent / REQUESTS;
            requests.send(head, (int) (sent % REQUESTS), EncodedRequests.START + round * INTERVAL, round * 3);
            sent++;
        }

        /** Frees the head. */
        @TearDown(Level.Trial)
        public void close() {
            head.close();
        }
    }

    /** A head that is given series it has never seen. */
    @State(Scope.Thread)
    public static class New {
        private final EncodedRequests requests = new EncodedRequests(1, 0);
        private Head head;
        private long generation;

        /** Makes the head. */
        @Setup(Level.Iteration)
        public void open() {
            head = EncodedRequests.head();
        }

        /** Makes labels that are new. */
        @Setup(Level.Invocation)
        public void encode() {
            generation++;
            requests.encode(generation);
        }

        /** Frees the head. */
        @TearDown(Level.Iteration)
        public void close() {
            head.close();
        }
    }

    /** One more sample for each of 2,000 of 100,000 known series. */
    @Benchmark
    @OperationsPerInvocation(EncodedRequests.SERIES)
    public void knownSeries(Known state) {
        state.send();
    }

    /** The first sample of 2,000 series. */
    @Benchmark
    @OperationsPerInvocation(EncodedRequests.SERIES)
    public void newSeries(New state) {
        state.requests.send(state.head, 0, EncodedRequests.START + state.generation, 1);
    }
}
