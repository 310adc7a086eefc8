package io.dunlin.bench.phase;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.bench.harness.AnswersDifferException;
import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.load.LoadSet;
import io.dunlin.bench.load.Selectors;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;

/** Asks for single series of a load, chosen at random, and compares what comes with the load's own values, bit for bit. */
final class RandomSeries {
    /** Samples of the newest step lie within this many seconds before the end of the run. */
    private static final String NEWEST = "[10s]";

    private final LoadSet load;
    private final int[] chosen;

    RandomSeries(LoadSet load, long seed, int count) {
        this.load = load;
        this.chosen = new SplittableRandom(seed).ints(count, 0, load.size()).toArray();
    }

    /**
     * Returns how many of the chosen series have exactly the sample of a step as their newest one.
     *
     * @param step the newest step
     * @param time its time in Unix milliseconds
     */
    int countRight(Server server, Bench bench, long step, long time) throws IOException, InterruptedException {
        int right = 0;
        for (int series : chosen) {
            JsonNode values = newest(server, bench, series);
            if (values.size() == 1
                    && Math.round(values.get(0).get(0).asDouble() * 1000) == time
                    && Double.parseDouble(values.get(0).get(1).asText()) == load.value(series, step)) {
                right++;
            }
        }
        return right;
    }

    /** Fails the run where not every chosen series has that sample. */
    void requireRight(Server server, Bench bench, long step, long time) throws IOException, InterruptedException {
        int right = countRight(server, bench, step, time);
        if (right < count()) {
            throw new AnswersDifferException("newest samples are not what was sent: server="
                    + server.spec().name() + " right=" + right + " of=" + count());
        }
    }

    private JsonNode newest(Server server, Bench bench, int series) throws IOException, InterruptedException {
        Map<String, String> form =
                Map.of("query", Selectors.of(load.labels(series)) + NEWEST, "time", Long.toString(bench.end() / 1000));
        return server.client().api("query", form).data().at("/result/0/values");
    }

    /** Returns how many were chosen. */
    int count() {
        return chosen.length;
    }
}
