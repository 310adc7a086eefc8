package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.JsonWriter;
import io.dunlin.tsdb.model.HeadStatistics;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /status/tsdb}, {@code /status/tsdb/blocks} and {@code /status/walreplay}: which labels make the head large, which
 * blocks there are, and how far a start has come.
 */
final class DatabaseEndpoints {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MOST = 10_000;

    private final DatabaseStatus database;

    DatabaseEndpoints(DatabaseStatus database) {
        this.database = database;
    }

    void head(Request request, Response response) throws IOException {
        int limit = limit(request.parameters());
        HeadStatistics head = ask(() -> database.headStatistics(limit));
        Envelope.write(response, out -> {
            JsonWriter json = out.json().beginObject();
            json.key("headStats").beginObject();
            json.key("numSeries").number(head.series());
            json.key("numLabelPairs").number(head.labelPairs());
            json.key("chunkCount").number(head.chunks());
            json.key("minTime").number(head.minTime());
            json.key("maxTime").number(head.maxTime());
            json.endObject();
            counts(json, "seriesCountByMetricName", head.seriesByMetric());
            counts(json, "labelValueCountByLabelName", head.valuesByLabel());
            counts(json, "memoryInBytesByLabelName", head.bytesByLabel());
            counts(json, "seriesCountByLabelValuePair", head.seriesByPair());
            json.endObject();
        });
    }

    private static int limit(Parameters parameters) {
        String text = parameters.get("limit");
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        long limit;
        try {
            limit = GoNumber.integer(text);
        } catch (IllegalArgumentException e) {
            limit = 0;
        }
        if (limit < 1) {
            throw new ApiException(ErrorType.BAD_DATA, "limit must be a positive number");
        }
        if (limit > MOST) {
            throw new ApiException(ErrorType.BAD_DATA, "limit must not exceed " + MOST);
        }
        return (int) limit;
    }

    private static void counts(JsonWriter json, String key, List<HeadStatistics.Count> counts) throws IOException {
        json.key(key).beginArray();
        for (HeadStatistics.Count count : counts) {
            json.beginObject();
            json.key("name").string(count.name());
            json.key("value").number(count.count());
            json.endObject();
        }
        json.endArray();
    }

    void blocks(Request request, Response response) throws IOException {
        List<DatabaseStatus.BlockInfo> blocks = ask(database::blocks);
        Envelope.write(response, out -> {
            out.json().beginObject().key("blocks").beginArray();
            for (DatabaseStatus.BlockInfo block : blocks) {
                block(out.json(), block);
            }
            out.json().endArray().endObject();
        });
    }

    /** As Prometheus prints it: what is zero, empty or false is left out. */
    private static void block(JsonWriter json, DatabaseStatus.BlockInfo block) throws IOException {
        json.beginObject();
        range(json, block.ulid(), block.minTime(), block.maxTime());
        json.key("stats").beginObject();
        count(json, "numSamples", block.counts().samples());
        count(json, "numFloatSamples", block.counts().floatSamples());
        count(json, "numHistogramSamples", block.counts().histogramSamples());
        count(json, "numSeries", block.counts().series());
        count(json, "numChunks", block.counts().chunks());
        count(json, "numTombstones", block.counts().tombstones());
        json.endObject();
        json.key("compaction").beginObject();
        origin(json, block.origin());
        json.endObject();
        json.key("version").number(1);
        json.endObject();
    }

    private static void range(JsonWriter json, String ulid, long minTime, long maxTime) throws IOException {
        json.key("ulid").string(ulid);
        json.key("minTime").number(minTime);
        json.key("maxTime").number(maxTime);
    }

    private static void count(JsonWriter json, String key, long count) throws IOException {
        if (count != 0) {
            json.key(key).number(count);
        }
    }

    private static void origin(JsonWriter json, DatabaseStatus.BlockOrigin origin) throws IOException {
        json.key("level").number(origin.level());
        strings(json, "sources", origin.sources());
        if (origin.deletable()) {
            json.key("deletable").bool(true);
        }
        if (!origin.parents().isEmpty()) {
            json.key("parents").beginArray();
            for (DatabaseStatus.BlockRange parent : origin.parents()) {
                json.beginObject();
                range(json, parent.ulid(), parent.minTime(), parent.maxTime());
                json.endObject();
            }
            json.endArray();
        }
        if (origin.failed()) {
            json.key("failed").bool(true);
        }
        strings(json, "hints", origin.hints());
    }

    private static void strings(JsonWriter json, String key, List<String> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.key(key).beginArray();
        for (String value : values) {
            json.string(value);
        }
        json.endArray();
    }

    void replay(Request request, Response response) throws IOException {
        DatabaseStatus.ReplayStatus status = database.replay();
        Envelope.write(response, out -> {
            JsonWriter json = out.json().beginObject();
            json.key("min").number(status.min());
            json.key("max").number(status.max());
            json.key("current").number(status.current());
            json.endObject();
        });
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
    }
}
