package io.dunlin.server.differential;

import java.util.List;

/** Draws selectors with their matchers, ranges, offsets and times. */
final class SelectorGenerator {
    private final Draw draw;
    private final Vocabulary vocabulary;

    SelectorGenerator(Draw draw, Vocabulary vocabulary) {
        this.draw = draw;
        this.vocabulary = vocabulary;
    }

    /** Returns an instant selector, mostly of one metric. */
    String vector(Kind kind) {
        String metric = kind.metric(draw, vocabulary.current());
        return selected(metric) + shift();
    }

    /** Returns a range selector. */
    String matrix(Kind kind) {
        return selected(kind.metric(draw, vocabulary.current())) + "[" + range() + "]" + shift();
    }

    /** Returns a range selector under a mode that looks past its ends. */
    String extended(Kind kind, Modifier mode) {
        return selected(kind.metric(draw, vocabulary.current())) + "[" + range() + "] " + mode.word() + shift();
    }

    private String selected(String metric) {
        if (draw.chance(0.7)) {
            return metric;
        }
        String matcher = draw.of(
                "job=\"api\"",
                "job!=\"api\"",
                "instance=~\"a|b\"",
                "instance!~\"b.*\"",
                "job=~\"a.+\",instance=\"a\"",
                "job=~\".*\"",
                "code=\"\"",
                "gpu!=\"1\"");
        if (vocabulary.has(Modifier.QUOTED_NAME) && draw.chance(0.1)) {
            return "{\"" + metric + "\"," + matcher + "}";
        }
        if (draw.chance(0.15)) {
            return "{__name__=\"" + metric + "\"," + matcher + "}";
        }
        return draw.chance(0.03)
                ? "{__name__=~\"depth|flag|" + metric + "\"," + matcher + "}"
                : metric + "{" + matcher + "}";
    }

    /** Returns a range or offset that is longer than nothing. */
    String range() {
        if (vocabulary.has(Modifier.DURATION_EXPRESSION) && draw.chance(0.1)) {
            return draw.of(
                    "1m + 30s",
                    "max_of(step(), 1m)",
                    "range() + 2m",
                    "2m * 2",
                    "min_of(5m, 1h - 30m)",
                    "10m / 4",
                    "(1m ^ 1) + 7",
                    "5m % 3m",
                    "step() + 45s");
        }
        if (vocabulary.has(Modifier.DURATION_NUMBER) && draw.chance(0.05)) {
            return draw.of("60", "90.5", "0x80", "1e2");
        }
        return draw.of("20s", "30s", "45s", "1m", "90s", "2m", "3m", "5m", "10m", "17m", "1m1s");
    }

    /** Returns an {@code offset}, an {@code @}, both or, most often, neither. */
    String shift() {
        String shift = draw.chance(0.08) ? " offset " + offset() : "";
        return draw.chance(0.08) ? draw.of(at() + shift, shift + at()) : shift;
    }

    private String offset() {
        if (vocabulary.has(Modifier.DURATION_EXPRESSION) && draw.chance(0.2)) {
            return draw.of("(1m + 30s)", "-(step() + 1s)", "(range() / 2)", "step()", "-max_of(1m, step())");
        }
        return draw.of("30s", "1m", "5m", "-1m", "-20s", "1m7s");
    }

    private String at() {
        long second = DataSet.START / 1000 + draw.between(5, DataSet.MINUTES) * 60L;
        return draw.of(List.of(" @ start()", " @ end()", " @ " + second, " @ " + second + ".5"));
    }
}
