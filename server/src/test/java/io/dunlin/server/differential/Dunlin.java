package io.dunlin.server.differential;

import io.dunlin.promql.engine.EngineFeature;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.remotewrite.WriteHandler;
import io.dunlin.remotewrite.WriteLimits;
import io.dunlin.remotewrite.WriteResponse;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.TsdbOptions;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A storage, filled through our receiver, and our engine over it. Thread-safe. */
final class Dunlin implements AutoCloseable, Answering {
    private static final int WORKERS = 2;

    private final Storage storage;
    private final PromqlEngine engine;

    private Dunlin(Storage storage, PromqlEngine engine) {
        this.storage = storage;
        this.engine = engine;
    }

    /**
     * Opens an empty database.
     *
     * @param features the names of {@code --enable-feature}; those that are no engine feature are passed over
     */
    static Dunlin open(Path directory, List<String> features) {
        Clock clock =
                Clock.fixed(Instant.ofEpochMilli(DataSet.START).plusSeconds(60L * DataSet.MINUTES), ZoneOffset.UTC);
        return over(Tsdb.open(directory, TsdbOptions.DEFAULT.withClock(clock)), features);
    }

    /**
     * Takes a storage, which is closed with this.
     *
     * @param features as in {@link #open}
     */
    static Dunlin over(Storage storage, List<String> features) {
        Set<EngineFeature> on = EnumSet.noneOf(EngineFeature.class);
        for (EngineFeature feature : EngineFeature.values()) {
            if (features.contains(feature.flag())) {
                on.add(feature);
            }
        }
        return new Dunlin(
                storage,
                new PromqlEngine(EngineOptions.defaults()
                        .withFeatures(on)
                        .withWorkers(WORKERS)
                        .withHelpAfter(Duration.ZERO)));
    }

    void write(byte[] body) {
        Clock clock = Clock.systemUTC();
        WriteResponse response = new WriteHandler(storage, clock, WriteLimits.defaults())
                .handle("POST", "application/x-protobuf", "snappy", ByteBuffer.wrap(body));
        if (response.status() / 100 != 2) {
            throw new AssertionError("the data were refused: " + response);
        }
    }

    @Override
    public Answer answer(QueryCase query) {
        try (View view = new LabelOrderedView(storage.view())) {
            QueryOptions options = QueryOptions.defaults();
            QueryResult result = query.isRange()
                    ? engine.range(view, query.query(), query.start(), query.end(), query.step(), options)
                    : engine.instant(view, query.query(), query.start(), options);
            return OwnAnswers.of(result);
        } catch (QueryException e) {
            return Answer.error(e.kind().name().toLowerCase(Locale.ROOT), e.getMessage());
        } catch (RuntimeException e) {
            return Answer.error("bug", e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"));
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
        storage.close();
    }
}
