package io.dunlin.server.differential;

import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.ValueType;

/** Draws valid queries, each around one word drawn evenly from the vocabulary. Not thread-safe. */
final class QueryGenerator implements VectorSource {
    private static final int DEPTH = 3;
    private static final long[] STEPS = {1_000, 7_000, 15_000, 60_000, 300_000, 1_500};

    private final Draw draw;
    private final Vocabulary vocabulary;
    private final SelectorGenerator selectors;
    private final ScalarGenerator scalars;
    private final CallGenerator calls;
    private final BinaryGenerator operations;

    private QueryGenerator(long seed, Vocabulary vocabulary) {
        this.draw = new Draw(seed);
        this.vocabulary = vocabulary;
        this.selectors = new SelectorGenerator(draw, vocabulary);
        this.scalars = new ScalarGenerator(draw, vocabulary, selectors);
        this.calls = new CallGenerator(draw, vocabulary, selectors, scalars, this);
        this.operations = new BinaryGenerator(draw, vocabulary, selectors, scalars, this);
    }

    /** Returns the query of this seed: the same each time. */
    static QueryCase query(long seed, Vocabulary vocabulary) {
        QueryGenerator generator = new QueryGenerator(seed, vocabulary);
        String query = generator.query();
        long start = DataSet.START + generator.draw.between(5 * 60, DataSet.MINUTES * 60) * 1000L;
        if (generator.draw.chance(0.5) || query.startsWith("\"") || query.endsWith("]")) {
            return new QueryCase(query, start, start, 0);
        }
        long step = STEPS[generator.draw.between(0, STEPS.length - 1)];
        return new QueryCase(query, start, start + step * generator.draw.between(0, 12), step);
    }

    private String query() {
        double choice = draw.uniform(0, 1);
        if (choice < 0.45) {
            return calls.call(draw.of(vocabulary.functions()), draw.between(1, DEPTH));
        }
        if (choice < 0.65) {
            return aggregation(draw.of(vocabulary.aggregations()), Kind.any(draw), draw.between(1, DEPTH));
        }
        if (choice < 0.9) {
            return operations.binary(draw.of(vocabulary.operators()), draw.between(1, DEPTH));
        }
        return draw.of(
                "\"a\\tstring\"",
                "-" + vector(Kind.any(draw), 2),
                "(" + vector(Kind.any(draw), 2) + ")",
                selectors.matrix(Kind.any(draw)),
                selectors.vector(Kind.any(draw)),
                scalars.scalar(2),
                matrix(Kind.GAUGE, 2),
                vector(Kind.HISTOGRAM, 2),
                vector(Kind.any(draw), DEPTH));
    }

    @Override
    public String vector(Kind kind, int depth) {
        if (depth <= 0 || draw.chance(0.35)) {
            return selectors.vector(kind);
        }
        if (kind == Kind.HISTOGRAM && draw.chance(0.6)) {
            return histograms(depth - 1);
        }
        double choice = draw.uniform(0, 1);
        if (choice < 0.5) {
            return calls.call(calls.over(kind), depth - 1);
        }
        if (choice < 0.7) {
            return aggregation(draw.of(vocabulary.aggregations()), kind, depth - 1);
        }
        if (choice < 0.85) {
            return "(" + operations.binary(draw.of(vocabulary.operators()), depth - 1) + ")";
        }
        return (draw.chance(0.3) ? "-" : "") + "(" + selectors.vector(kind) + ")";
    }

    /** Returns what is histograms still, of any vocabulary. */
    private String histograms(int depth) {
        String inner = vector(Kind.HISTOGRAM, depth);
        String by = draw.of("", " by (job)", " without (instance)");
        return draw.of(
                "sum" + by + " (" + inner + ")",
                "avg" + by + " (" + inner + ")",
                "rate(" + selectors.matrix(Kind.HISTOGRAM) + ")",
                "increase(" + matrix(Kind.HISTOGRAM, depth) + ")",
                "sum_over_time(" + selectors.matrix(Kind.HISTOGRAM) + ")",
                "(" + inner + " * 2)",
                "-" + selectors.vector(Kind.HISTOGRAM));
    }

    @Override
    public String matrix(Kind kind, int depth) {
        if (depth <= 0 || draw.chance(0.75)) {
            return selectors.matrix(kind);
        }
        String inner = vector(kind, depth - 1);
        boolean simple = inner.matches("[a-z_]+") || inner.startsWith("(");
        String step = draw.of("", "30s", "15s", "1m", "7s");
        return (simple ? inner : "(" + inner + ")") + "[" + selectors.range() + ":" + step + "]" + selectors.shift();
    }

    private String aggregation(AggregationOp op, Kind kind, int depth) {
        String grouping = draw.chance(0.6)
                ? draw.of(" by ", " without ")
                        + draw.of("(job)", "(instance)", "(job, instance)", "(code, le)", "()", "(missing)", "(gpu)")
                : "";
        String body = "(" + parameter(op) + vector(kind, depth - 1) + ")";
        return draw.chance(0.5) ? op.promqlName() + grouping + " " + body : op.promqlName() + body + grouping;
    }

    private String parameter(AggregationOp op) {
        if (op.parameterType().isEmpty()) {
            return "";
        }
        if (op.parameterType().get() == ValueType.STRING) {
            return draw.of("\"value\", ", "\"job\", ", "\"v\",");
        }
        boolean fraction = op == AggregationOp.QUANTILE;
        boolean ratio = op == AggregationOp.LIMIT_RATIO;
        return (fraction
                        ? scalars.quantile()
                        : ratio
                                ? draw.of("0.5", "-0.5", "1", "0.1", "0.9", "-1", "1.5")
                                : draw.of("1", "2", "3", "5", "0", "scalar(flag{job=\"api\",instance=\"b\"})"))
                + ", ";
    }
}
