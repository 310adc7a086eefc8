package io.dunlin.bench.phase;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.load.ChurnLoad;
import io.dunlin.bench.load.RequestLoad;
import io.dunlin.bench.load.Selectors;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;

/** Asks for single one-shot series, chosen at random from all of them, which must have exactly one sample: their own. */
final class RandomOneShots {
    private final RequestLoad oneShots;
    private final ChurnLoad load;
    private final SplittableRandom random;

    RandomOneShots(RequestLoad oneShots, ChurnLoad load, long seed) {
        this.oneShots = oneShots;
        this.load = load;
        this.random = new SplittableRandom(seed);
    }

    /** Returns how many of so many have exactly their value at exactly their time, and no other sample near it. */
    int countRight(Server server, int asked) throws IOException, InterruptedException {
        int right = 0;
        for (int i = 0; i < asked; i++) {
            int series = random.nextInt(oneShots.size());
            long time = load.time(series);
            Map<String, String> form = Map.of(
                    "query", Selectors.of(oneShots.labels(series)) + "[1h]", "time", Long.toString(time / 1000 + 1));
            JsonNode result = server.client().api("query", form).data().path("result");
            JsonNode values = result.at("/0/values");
            if (result.size() == 1
                    && values.size() == 1
                    && Math.round(values.get(0).get(0).asDouble() * 1000) == time
                    && Double.parseDouble(values.get(0).get(1).asText()) == oneShots.value(series, 0)) {
                right++;
            }
        }
        return right;
    }
}
