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

    private static void block(JsonWriter json, DatabaseStatus.BlockInfo block) throws IOException {
        json.beginObject();
        json.key("ulid").string(block.ulid());
        json.key("minTime").number(block.minTime());
        json.key("maxTime").number(block.maxTime());
        json.key("stats").beginObject();
        json.key("numSamples").number(block.samples());
        json.key("numFloatSamples").number(block.floatSamples());
        json.key("numHistogramSamples").number(block.histogramSamples());
        json.key("numSeries").number(block.series());
        json.key("numChunks").number(block.chunks());
        json.key("numTombstones").number(block.tombstones());
        json.endObject();
        json.key("compaction").beginObject();
        json.key("level").number(block.level());
        json.key("sources").beginArray();
        for (String source : block.sources()) {
            json.string(source);
        }
        json.endArray().endObject();
        json.key("version").number(1);
        json.endObject();
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
