package io.dunlin.server.differential;

import io.dunlin.promql.function.PromqlFunction;

/** Draws scalars: numbers, calls and small sums of them. */
final class ScalarGenerator {
    private final Draw draw;
    private final Vocabulary vocabulary;
    private final SelectorGenerator selectors;

    ScalarGenerator(Draw draw, Vocabulary vocabulary, SelectorGenerator selectors) {
        this.draw = draw;
        this.vocabulary = vocabulary;
        this.selectors = selectors;
    }

    String number() {
        return draw.chance(0.9)
                ? draw.of("0", "1", "2", "0.5", "10", "3", "-1", "100", "1e3", "60", "0.1", "1.5", "7", "-0.5")
                : draw.of("NaN", "Inf", "-Inf", "1e300", "0x1F", "1_000", "-0");
    }

    String scalar(int depth) {
        if (depth <= 0 || draw.chance(0.7)) {
            return number();
        }
        PromqlFunction word = draw.of(vocabulary.functions());
        boolean constant = word.parameters().isEmpty();
        return draw.of(
                constant ? word.promqlName() + "()" : "pi()",
                "time() / 1e6",
                "scalar(" + selectors.vector(Kind.any(draw)) + ")",
                "scalar(sum(" + selectors.vector(Kind.GAUGE) + "))",
                "(" + scalar(depth - 1) + draw.of(" + ", " - ", " * ", " / ", " % ", " ^ ", " > bool ", " atan2 ")
                        + scalar(depth - 1) + ")");
    }

    /** Returns a quantile, in bounds or not. */
    String quantile() {
        return draw.chance(0.9)
                ? draw.of("0.5", "0.9", "0.99", "0.25", "0", "1")
                : draw.of("-0.1", "1.1", "NaN", "scalar(flag{job=\"api\",instance=\"a\"})", "-Inf");
    }
}
