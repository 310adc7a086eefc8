package io.dunlin.promql.engine;

import io.dunlin.promql.operator.QueryModes;
import java.time.Duration;

/** What holds for one query: its own wishes within the engine's limits. */
final class QueryLimits {
    private QueryLimits() {}

    static Duration timeout(EngineOptions engine, QueryOptions query) {
        boolean own =
                query.timeout().compareTo(Duration.ZERO) > 0 && query.timeout().compareTo(engine.timeout()) < 0;
        return own ? query.timeout() : engine.timeout();
    }

    static QueryModes modes(EngineOptions engine, QueryOptions query) {
        Duration lookback =
                query.lookbackDelta().compareTo(Duration.ZERO) > 0 ? query.lookbackDelta() : engine.lookbackDelta();
        return new QueryModes(
                lookback.toMillis(),
                engine.has(EngineFeature.DELAYED_NAME_REMOVAL),
                engine.has(EngineFeature.TYPE_AND_UNIT_LABELS),
                engine.has(EngineFeature.USE_START_TIMESTAMPS));
    }
}
