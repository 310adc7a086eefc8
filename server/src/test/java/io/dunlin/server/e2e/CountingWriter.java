package io.dunlin.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Writes rising numbers into a few series, one sample each a request, and knows what was acknowledged. */
final class CountingWriter {
    private static final int SERIES = 50;

    private final String name;
    private final long start;
    private final long step;
    private final Map<Long, Double> acknowledged = new TreeMap<>();
    private int next;

    /**
     * Makes a writer.
     *
     * @param start the time of the first sample in Unix milliseconds
     * @param step the distance of samples in milliseconds
     */
    CountingWriter(String name, long start, long step) {
        this.name = name;
        this.start = start;
        this.step = step;
    }

    /** Sends the next request; returns the answer. A refused request is sent again by the next call. */
    ApiClient.Answer send(ApiClient api) {
        long time = start + next * step;
        RemoteWriteClient.Request request = new RemoteWriteClient.Request();
        for (int series = 0; series < SERIES; series++) {
            request.sample(Map.of("__name__", name, "series", Integer.toString(series)), time, next + series);
        }
        ApiClient.Answer answer = new RemoteWriteClient(api).send(request);
        if (answer.status() == 204) {
            acknowledged.put(time, (double) next);
            next++;
        }
        return answer;
    }

    void sendAll(ApiClient api, int requests) {
        for (int i = 0; i < requests; i++) {
            ApiClient.Answer answer = send(api);
            assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        }
    }

    /** Says that the newest requests are no longer expected. */
    void forget(int requests) {
        for (int i = 0; i < requests; i++) {
            acknowledged.remove(start + (next - 1 - i) * step);
        }
    }

    /** Requires every acknowledged sample, and no other. */
    void requireAll(ApiClient api) {
        double time = (start + next * step) / 1e3;
        for (int series : new int[] {0, SERIES - 1}) {
            Map<Long, Double> found = new TreeMap<>();
            JsonNode values = api.query(name + "{series=\"" + series + "\"}[10h]", time)
                    .path(0)
                    .path("values");
            for (JsonNode sample : values) {
                found.put(
                        Math.round(sample.get(0).asDouble() * 1e3),
                        sample.get(1).asDouble() - series);
            }
            assertThat(found).as("series " + series).isEqualTo(acknowledged);
        }
        String count = api.query("count(" + name + " offset 1ms)", time)
                .path(0)
                .path("value")
                .path(1)
                .asText();
        assertThat(count).isEqualTo(Integer.toString(SERIES));
    }
}
