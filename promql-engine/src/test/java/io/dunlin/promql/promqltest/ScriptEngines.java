package io.dunlin.promql.promqltest;

import io.dunlin.promql.engine.EngineFeature;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.promql.engine.PromqlEngine;
import io.dunlin.promql.engine.QueryEngine;
import java.time.Duration;
import java.util.EnumSet;

/** Makes engines with the settings that the scripts assume. */
final class ScriptEngines {
    private static final int MAX_SAMPLES = 10_000;
    private static final int WORKERS = 2;

    private ScriptEngines() {}

    static QueryEngine create() {
        EnumSet<EngineFeature> features = EnumSet.allOf(EngineFeature.class);
        // Prometheus's test engine leaves these two off.
        features.remove(EngineFeature.TYPE_AND_UNIT_LABELS);
        features.remove(EngineFeature.PER_STEP_STATISTICS);
        return new PromqlEngine(EngineOptions.defaults()
                .withFeatures(features)
                .withMaxSamples(MAX_SAMPLES)
                .withTimeout(Duration.ofSeconds(100))
                .withLookbackDelta(Duration.ofMinutes(5))
                .withDefaultSubqueryStep(Duration.ofMinutes(1))
                .withWorkers(WORKERS)
                .withHelpAfter(Duration.ZERO));
    }
}
