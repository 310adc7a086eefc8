package io.dunlin.server.differential;

import io.dunlin.promql.function.BinaryOp;

/** Draws binary operations, with every way in which vectors match. */
final class BinaryGenerator {
    private final Draw draw;
    private final Vocabulary vocabulary;
    private final SelectorGenerator selectors;
    private final ScalarGenerator scalars;
    private final VectorSource source;

    BinaryGenerator(
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

    String binary(BinaryOp op, int depth) {
        if (op.isTrim()) {
            return source.vector(Kind.HISTOGRAM, depth - 1) + " " + op.symbol() + " " + scalars.scalar(depth - 1);
        }
        if (op.isSet()) {
            return setOperation(op, depth);
        }
        String word = op.symbol() + (op.isComparison() && draw.chance(op == BinaryOp.EQUAL ? 0.8 : 0.7) ? " bool" : "");
        double choice = draw.uniform(0, 1);
        if (choice < 0.2) {
            Kind kind = draw.chance(0.25) ? Kind.HISTOGRAM : Kind.any(draw);
            return source.vector(kind, depth - 1) + " " + word + " " + scalars.scalar(depth - 1);
        }
        if (choice < 0.35) {
            return scalars.scalar(depth - 1) + " " + word + " " + source.vector(Kind.any(draw), depth - 1);
        }
        if (choice < 0.4) {
            return scalars.scalar(1) + " " + op.symbol() + (op.isComparison() ? " bool" : "") + " " + scalars.scalar(1);
        }
        return matched(word, depth);
    }

    private String setOperation(BinaryOp op, int depth) {
        Kind kind = draw.chance(0.15) ? Kind.HISTOGRAM : Kind.any(draw);
        String left = source.vector(kind, depth - 1);
        String right = draw.chance(0.5) ? source.vector(Kind.any(draw), depth - 1) : selectors.vector(kind);
        String matching = draw.chance(0.5) ? "" : " " + draw.of("on ()", "on (job)", "on (job, instance)", "on ()");
        if (op == BinaryOp.AND && draw.chance(0.8)) {
            matching = draw.of(" on ()", " on ()", " ignoring (instance, code, gpu, le, version)");
            right = selectors.vector(Kind.COUNTER);
        }
        if (op == BinaryOp.UNLESS && draw.chance(0.75)) {
            right = "(" + right + " > " + scalars.number() + ")";
        }
        return left + " " + op.symbol() + matching + " " + right;
    }

    private String matched(String word, int depth) {
        String range = selectors.range();
        return switch (draw.between(0, 6)) {
            case 0 ->
                "requests_total" + selectors.shift() + " " + word
                        + draw.of(" on (job, instance) group_left", " ignoring (code) group_left")
                        + fill() + " bytes_total" + selectors.shift();
            case 1 ->
                "rate(requests_total[" + range + "]) " + word + " on (job, instance) group_left (version)" + fill()
                        + " target_info";
            case 2 ->
                "target_info " + word + " on (job, instance) group_right" + draw.of("", " (version)", " (missing)")
                        + fill() + " temperature" + selectors.shift();
            case 3 ->
                "depth" + selectors.shift() + " " + word + draw.of("", " on (job, instance)", " ignoring (version)")
                        + fill() + " flag";
            case 4 -> {
                String by = draw.of("by (job)", "by (instance)", "by (job, instance)");
                yield "sum " + by + " (" + source.vector(Kind.any(draw), depth - 2) + ") " + word + fill() + " max "
                        + by + " (" + source.vector(Kind.any(draw), depth - 2) + ")";
            }
            case 5 -> {
                Kind kind = draw.chance(0.5) ? Kind.HISTOGRAM : Kind.COUNTER;
                String metric = kind.metric(draw, vocabulary.current());
                yield metric + selectors.shift() + " " + word + fill() + " " + metric + selectors.shift();
            }
            default ->
                source.vector(Kind.any(draw), depth - 1) + " " + word
                        + draw.of("", " on (job)", " ignoring (gpu)") + fill() + " "
                        + source.vector(Kind.any(draw), depth - 1);
        };
    }

    private String fill() {
        if (!vocabulary.has(Modifier.FILL) || draw.chance(0.75)) {
            return "";
        }
        return draw.of(
                " fill (0)", " fill_left (1)", " fill_right (-2)", " fill_left (1) fill_right (NaN)", " fill (2.5)");
    }
}
