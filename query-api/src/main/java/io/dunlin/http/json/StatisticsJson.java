package io.dunlin.http.json;

import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.result.QueryStatistics;
import java.io.IOException;

/** Writes what a query cost as the {@code stats} member of its data. */
public final class StatisticsJson {
    private static final double NANOS = 1e9;

    private StatisticsJson() {}

    /**
     * Writes the member into the object that is open.
     *
     * @param start the first evaluation time in Unix milliseconds
     * @param step the distance of evaluation times in milliseconds
     */
    public static void write(QueryStatistics statistics, long start, long step, PrometheusJson out) throws IOException {
        JsonWriter json = out.json();
        json.key("stats").beginObject();
        json.key("timings").beginObject();
        seconds(json, "evalTotalTime", statistics.preparationTime() + statistics.evaluationTime());
        seconds(json, "resultSortTime", 0);
        seconds(json, "queryPreparationTime", statistics.preparationTime());
        seconds(json, "innerEvalTime", statistics.evaluationTime());
        seconds(json, "execQueueTime", statistics.queueTime());
        seconds(json, "execTotalTime", statistics.totalTime());
        json.endObject();
        json.key("samples").beginObject();
        if (statistics.samplesPerStep() != null) {
            perStep("totalQueryableSamplesPerStep", statistics.samplesPerStep(), start, step, out);
        }
        json.key("totalQueryableSamples").number(statistics.totalSamples());
        if (statistics.samplesReadPerStep() != null) {
            perStep("samplesReadPerStep", statistics.samplesReadPerStep(), start, step, out);
        }
        json.key("samplesRead").number(statistics.samplesRead());
        json.key("peakSamples").number(statistics.peakSamples());
        json.endObject();
        json.endObject();
    }

    private static void seconds(JsonWriter json, String name, long nanos) throws IOException {
        json.key(name).raw(GoFloatFormat.sample(nanos / NANOS));
    }

    private static void perStep(String name, long[] samples, long start, long step, PrometheusJson out)
            throws IOException {
        JsonWriter json = out.json();
        json.key(name).beginArray();
        for (int i = 0; i < samples.length; i++) {
            json.beginArray();
            out.timestamp(start + i * step);
            json.number(samples[i]);
            json.endArray();
        }
        json.endArray();
    }
}
