package io.dunlin.server;

import io.dunlin.promql.engine.EngineFeature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code --enable-feature} asks for. As in Prometheus 3.14 a name can't stop the start: command lines written for
 * Prometheus, older or newer, name much that is always on here, or that is no part of Dunlin.
 *
 * @param engine the parts of PromQL to switch on
 * @param warnings what to log of the other names, one line each
 */
record FeatureList(Set<EngineFeature> engine, List<String> warnings) {
    /** What Prometheus 3.14 had behind a name once and has always on now, as Dunlin has. */
    private static final Set<String> ALWAYS_ON = Set.of(
            "native-histograms",
            "ooo-native-histograms",
            "promql-at-modifier",
            "promql-duration-expr",
            "promql-negative-offset");

    /** Names of Prometheus 3.14 for parts that Dunlin has always on, has otherwise or does not have. */
    private static final Set<String> OTHERS_OF_PROMETHEUS = Set.of(
            "auto-reload-config",
            "concurrent-rule-eval",
            "created-timestamp-zero-ingestion",
            "delayed-compaction",
            "exemplar-storage",
            "extra-scrape-metrics",
            "fast-startup",
            "histograms-st-encoding",
            "memory-snapshot-on-shutdown",
            "metadata-wal-records",
            "old-ui",
            "otlp-deltatocumulative",
            "otlp-native-delta-ingestion",
            "search-api",
            "st-storage",
            "st-synthesis",
            "use-uncached-io",
            "xor2-encoding");

    /** Reads names in any order; empty ones and repetitions are as good as nothing. */
    static FeatureList of(List<String> names) {
        Set<EngineFeature> engine = EnumSet.noneOf(EngineFeature.class);
        List<String> warnings = new ArrayList<>();
        for (String name : names) {
            EngineFeature feature = feature(name);
            if (feature != null) {
                engine.add(feature);
            } else if (ALWAYS_ON.contains(name)) {
                warnings.add(
                        "This option for --enable-feature is now permanently enabled and therefore a no-op: option="
                                + name);
            } else if (OTHERS_OF_PROMETHEUS.contains(name)) {
                warnings.add("This option for --enable-feature has no effect in Dunlin: option=" + name);
            } else {
                warnings.add("Unknown option for --enable-feature: option=" + name);
            }
        }
        return new FeatureList(Set.copyOf(engine), List.copyOf(warnings));
    }

    private static EngineFeature feature(String name) {
        for (EngineFeature feature : EngineFeature.values()) {
            if (feature.flag().equals(name)) {
                return feature;
            }
        }
        return null;
    }
}
