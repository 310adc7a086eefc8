package io.dunlin.promql.parser;

import io.dunlin.promql.function.PromqlFeature;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the parser accepts.
 *
 * @param features the parts of the language that are on
 * @param maxLength the most characters that a query may have
 * @param maxDepth the most expressions that may stand inside each other; a chain of n operators counts n
 */
public record ParserOptions(Set<PromqlFeature> features, int maxLength, int maxDepth) {
    /** Enough for generated queries; a megabyte of text. */
    public static final int DEFAULT_MAX_LENGTH = 1 << 20;

    /** Deeper than queries get, and shallow enough for every walk of the tree on a thread with a stack of 1 MiB. */
    public static final int DEFAULT_MAX_DEPTH = 500;

    /** Copies the features. */
    public ParserOptions {
        features = Set.copyOf(features);
    }

    /** Returns what Prometheus accepts without {@code --enable-feature}. */
    public static ParserOptions defaults() {
        EnumSet<PromqlFeature> on = EnumSet.noneOf(PromqlFeature.class);
        for (PromqlFeature feature : PromqlFeature.values()) {
            if (feature.onByDefault()) {
                on.add(feature);
            }
        }
        return withFeatures(on);
    }

    /** Returns options that accept the whole language. */
    public static ParserOptions all() {
        return withFeatures(EnumSet.allOf(PromqlFeature.class));
    }

    /** Returns options with exactly these features and the default limits. */
    public static ParserOptions withFeatures(Set<PromqlFeature> features) {
        return new ParserOptions(features, DEFAULT_MAX_LENGTH, DEFAULT_MAX_DEPTH);
    }

    /** Returns whether a part of the language is on. */
    public boolean isOn(PromqlFeature feature) {
        return features.contains(feature);
    }
}
