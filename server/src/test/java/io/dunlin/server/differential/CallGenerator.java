package io.dunlin.server.differential;

import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.Parameter;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.function.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Draws calls from the function table, with arguments that mostly give something. */
final class CallGenerator {
    private static final Set<PromqlFunction> OF_HISTOGRAMS = EnumSet.of(
            PromqlFunction.HISTOGRAM_AVG,
            PromqlFunction.HISTOGRAM_COUNT,
            PromqlFunction.HISTOGRAM_STDDEV,
            PromqlFunction.HISTOGRAM_STDVAR,
            PromqlFunction.HISTOGRAM_SUM);
    private static final Set<PromqlFunction> OF_BUCKETS = EnumSet.of(
            PromqlFunction.HISTOGRAM_FRACTION, PromqlFunction.HISTOGRAM_QUANTILE, PromqlFunction.HISTOGRAM_QUANTILES);
    private static final Set<PromqlFunction> OF_COUNTERS = EnumSet.of(
            PromqlFunction.RATE,
            PromqlFunction.INCREASE,
            PromqlFunction.IRATE,
            PromqlFunction.RESETS,
            PromqlFunction.CHANGES,
            PromqlFunction.DELTA,
            PromqlFunction.IDELTA);

    private final Draw draw;
    private final Vocabulary vocabulary;
    private final SelectorGenerator selectors;
    private final ScalarGenerator scalars;
    private final VectorSource source;

    CallGenerator(
            Draw draw,
            Vocabulary vocabulary,
            SelectorGenerator selectors,
            ScalarGenerator scalars,
            VectorSource source) {
        this.draw = draw;
        this.vocabulary = vocabulary;
        this.selectors = selectors;
        this.scalars = scalars;
        this.source = source;
    }

    String call(PromqlFunction function, int depth) {
        return function.promqlName() + "(" + String.join(draw.of(", ", ","), arguments(function, depth)) + ")";
    }

    private List<String> arguments(PromqlFunction function, int depth) {
        if (function == PromqlFunction.LABEL_REPLACE) {
            return List.of(
                    source.vector(Kind.any(draw), depth),
                    draw.of("\"new\"", "\"job\"", "\"instance\""),
                    draw.of("\"$1\"", "\"x-$1-$2\"", "\"\"", "\"fixed\"", "\"${1}y\"", "\"$name\""),
                    draw.of("\"job\"", "\"instance\"", "\"missing\"", "\"__name__\""),
                    draw.of("\"(.*)\"", "\"(a)(.*)\"", "\"b.*\"", "\"(?P<name>.+)\"", "\"\""));
        }
        if (function == PromqlFunction.HISTOGRAM_QUANTILES && draw.chance(0.8)) {
            // Each φ but once: two of the same give two series of the same labels.
            return List.of(buckets(depth), draw.of("\"q\"", "\"missing\""), draw.of("0.5, 0.9", "0.99", "0, 0.25, 1"));
        }
        if (function == PromqlFunction.INFO) {
            return info();
        }
        if (function == PromqlFunction.CLAMP && draw.chance(0.8)) {
            return List.of(
                    source.vector(Kind.any(draw), depth - 1),
                    draw.of("0", "-1", "0.5", "-Inf"),
                    draw.of("1", "10", "100"));
        }
        List<String> arguments = new ArrayList<>();
        for (Parameter parameter : function.parameters()) {
            int most = Math.min(parameter.maxCount(), 3);
            int count = draw.between(parameter.minCount(), most);
            for (int i = 0; i < count; i++) {
                arguments.add(argument(function, parameter, depth));
            }
        }
        return arguments;
    }

    private List<String> info() {
        String base = selectors.vector(draw.chance(0.2) ? Kind.HISTOGRAM : Kind.any(draw));
        base = draw.chance(0.3) ? "rate(requests_total[5m])" : base;
        return draw.chance(0.5)
                ? List.of(base)
                : List.of(
                        base,
                        draw.of(
                                "{version=~\".+\"}",
                                "{version=\"v1\"}",
                                "{__name__=\"target_info\"}",
                                "{__name__=~\"target_.*\",version!=\"v2\"}",
                                "{missing=\"\"}"));
    }

    private String argument(PromqlFunction function, Parameter parameter, int depth) {
        return switch (parameter.type()) {
            case VECTOR -> vector(function, depth);
            case MATRIX -> matrix(function, depth);
            case STRING -> string(parameter.name());
            case SCALAR -> scalar(parameter.name(), depth);
        };
    }

    private String scalar(String name, int depth) {
        return switch (name) {
            case "φ" -> scalars.quantile();
            case "sf", "tf" -> draw.of("0.3", "0.5", "0.9", "0.01");
            case "to_nearest" -> draw.of("1", "0.5", "10", "0.1", "5");
            default -> scalars.scalar(depth - 1);
        };
    }

    private String string(String name) {
        return switch (name) {
            case "separator" -> draw.of("\"-\"", "\"\"", "\",\"");
            case "dst" -> draw.of("\"new\"", "\"job\"");
            default -> draw.of("\"job\"", "\"instance\"", "\"missing\"", "\"q\"", "\"code\"");
        };
    }

    private String vector(PromqlFunction function, int depth) {
        if (function.has(FunctionFlag.LABELS_FROM_MATCHERS) && draw.chance(0.75)) {
            return draw.of("missing", "missing{job=\"a\",x=~\"y\"}", "{job=\"none\"}", "depth > 1e9");
        }
        if (function.has(FunctionFlag.READS_SAMPLE_TIME) && draw.chance(0.8)) {
            return selectors.vector(Kind.any(draw));
        }
        if (OF_HISTOGRAMS.contains(function)) {
            return source.vector(draw.chance(0.9) ? Kind.HISTOGRAM : Kind.GAUGE, depth - 1);
        }
        if (OF_BUCKETS.contains(function)) {
            return buckets(depth);
        }
        return source.vector(Kind.any(draw), depth - 1);
    }

    private String buckets(int depth) {
        if (draw.chance(0.5)) {
            return source.vector(Kind.HISTOGRAM, depth - 1);
        }
        String range = selectors.range();
        return draw.of(
                "latency_seconds_bucket",
                "rate(latency_seconds_bucket[" + range + "])",
                "sum by (le) (rate(latency_seconds_bucket[" + range + "]))",
                "sum by (le, job) (increase(latency_seconds_bucket[" + range + "]))",
                "{__name__=~\"latency_seconds_bucket|rtt_seconds\"}");
    }

    private String matrix(PromqlFunction function, int depth) {
        if (function.has(FunctionFlag.LABELS_FROM_MATCHERS) && draw.chance(0.75)) {
            return draw.of("missing[5m]", "missing{job=\"a\"}[1m]", "(depth > 1e9)[5m:1m]");
        }
        boolean counting = OF_COUNTERS.contains(function);
        Kind kind = counting ? draw.of(Kind.COUNTER, Kind.COUNTER, Kind.HISTOGRAM, Kind.GAUGE) : Kind.any(draw);
        if (draw.chance(0.15)) {
            if (function.has(FunctionFlag.ANCHORED_SAFE) && vocabulary.has(Modifier.ANCHORED) && draw.chance(0.5)) {
                return selectors.extended(kind, Modifier.ANCHORED);
            }
            if (function.has(FunctionFlag.SMOOTHED_SAFE) && vocabulary.has(Modifier.SMOOTHED)) {
                return selectors.extended(kind, Modifier.SMOOTHED);
            }
        }
        return source.matrix(kind, depth - 1);
    }

    /** Returns a function of this type that keeps histograms what they are or turns floats into floats. */
    PromqlFunction over(Kind kind) {
        PromqlFunction drawn = draw.of(vocabulary.functions());
        boolean fits = drawn.returnType() == ValueType.VECTOR && !OF_HISTOGRAMS.contains(drawn);
        return fits && kind != Kind.HISTOGRAM
                ? drawn
                : draw.of(PromqlFunction.RATE, PromqlFunction.LAST_OVER_TIME, PromqlFunction.SUM_OVER_TIME);
    }
}
