package io.dunlin.bench.harness;

import io.dunlin.bench.load.GeneratedLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Does the same as will be measured until it gets no cheaper, so that no server is measured while its JIT compiler, caches or
 * pools are still cold. The rule is the same for every server: the median cost of the last so many rounds is no more than a
 * twentieth below that of as many rounds before them, or the time is up. Queries are asked for two seconds at least: a
 * hundred small ones take a few hundredths of a second, in which a compiler has hardly begun.
 */
public final class WarmUp {
    private static final double CHEAPER = 0.95;
    private static final int QUERY_WINDOW = 50;
    private static final int MOST_QUERIES = 20_000;
    private static final Duration LEAST_OF_QUERIES = Duration.ofSeconds(2);
    private static final int WRITE_WINDOW = 5;
    private static final int MOST_WRITE_ROUNDS = 20;
    private static final int SERIES_PER_ROUND = 5_000;
    private static final int STEPS_PER_ROUND = 16;

    private WarmUp() {}

    /** One round of what will be measured. */
    @FunctionalInterface
    public interface Round {
        /** Runs it and returns what it cost, in any unit. */
        double run(int number) throws IOException, InterruptedException;
    }

    /**
     * Runs rounds until their cost is steady.
     *
     * @param least the shortest time, unless {@code most} is shorter
     * @param most the longest time
     * @param window how many rounds are compared with how many before them
     * @param mostRounds the most rounds
     * @return how many rounds were run
     */
    static int untilSteady(Duration least, Duration most, int window, int mostRounds, Round round)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + most.toNanos();
        double[] costs = new double[mostRounds];
        int done = 0;
        while (done < mostRounds && System.nanoTime() < end) {
            costs[done] = round.run(done);
            done++;
            boolean enough = done >= 2 * window && System.nanoTime() - start >= least.toNanos();
            if (enough
                    && Median.of(costs, done - window, done)
                            >= CHEAPER * Median.of(costs, done - 2 * window, done - window)) {
                break;
            }
        }
        return done;
    }

    /** Warms up one query of a server. */
    public static void query(Server server, Bench bench, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        untilSteady(
                LEAST_OF_QUERIES,
                bench.size().warmUp(),
                QUERY_WINDOW,
                MOST_QUERIES,
                round -> server.client().api(path, form).seconds());
    }

    /**
     * Warms up a server's way of writes with series that are not measured: each round a few thousand new ones with some
     * samples each. They stay in the server, at most a hundred thousand, the same in every server.
     */
    public static void writes(Server server, Bench bench) throws IOException, InterruptedException {
        writes(server, bench, 0);
    }

    /**
     * Does the same with samples that are older than so many steps: what is measured must not be older than they are, or it
     * is refused.
     */
    public static void writes(Server server, Bench bench, int steps) throws IOException, InterruptedException {
        GeneratedLoad load = new GeneratedLoad(
                bench.warmUpLoad(SERIES_PER_ROUND * MOST_WRITE_ROUNDS),
                bench.start(steps + STEPS_PER_ROUND),
                Bench.INTERVAL);
        int requests = SERIES_PER_ROUND / GeneratedLoad.SERIES_PER_REQUEST + 1;
        int most = Math.min(MOST_WRITE_ROUNDS, load.requestsPerStep() / requests);
        untilSteady(Duration.ZERO, bench.size().warmUp(), WRITE_WINDOW, most, number -> {
            Sender.Cost cost =
                    Sender.send(load.requests(number * requests, (number + 1) * requests, STEPS_PER_ROUND), server);
            return 1 / cost.samplesPerCpuSecond();
        });
    }
}
