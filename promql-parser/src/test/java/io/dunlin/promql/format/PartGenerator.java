package io.dunlin.promql.format;

import io.dunlin.promql.ast.DurationBinary;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.DurationNegation;
import io.dunlin.promql.ast.DurationParen;
import io.dunlin.promql.ast.DurationQueryValue;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes random literals, selectors and durations. */
final class PartGenerator {
    private static final String[] NAMES = {
        "gpu_temp", "job:x:rate5m", "up", "sum", "offset", "by", "start", "fill", "inf_"
    };
    private static final String[] LABELS = {"gpu", "host", "by", "le", "gpu id", "straße", "a\"b", "__x__", "on"};
    private static final String[] STRINGS = {
        "", "a", "a\nb", "\"", "\\", "`'", "é", "𝛼", "\u0000", "a\uDCFFb", "\u2028"
    };
    private static final String[] REGEXES = {"a|b", ".*", "a\\.b", "[^x]+", "(?i)gpu.{1,3}"};

    private final Random random;

    PartGenerator(Random random) {
        this.random = random;
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    String string() {
        return one(STRINGS) + one(STRINGS);
    }

    /** Returns up to two labels; lists with different prefixes share none. */
    List<String> labels(String prefix) {
        List<String> labels = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            labels.add(prefix + one(LABELS));
        }
        return labels;
    }

    NumberLiteral number() {
        if (random.nextInt(4) == 0) {
            double seconds = Durations.parseSeconds(Durations.format(millis()));
            return new NumberLiteral(random.nextBoolean() ? seconds : -seconds, true, Span.NONE);
        }
        double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, Double.MIN_VALUE};
        double value = random.nextInt(4) == 0 ? special[random.nextInt(special.length)] : finite();
        return new NumberLiteral(value, false, Span.NONE);
    }

    double finite() {
        double any = Double.longBitsToDouble(random.nextLong());
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(2_000_000) - 1_000_000;
            case 1 -> random.nextInt(1000) / 8.0;
            default -> Double.isFinite(any) ? any : 1;
        };
    }

    VectorSelector selector() {
        boolean named = random.nextInt(4) > 0;
        List<Matcher> matchers = matchers();
        if (!named) {
            matchers.add(new Matcher(MatchOp.EQUAL, "job", "x" + string()));
        }
        return VectorSelector.of(named ? one(NAMES) : "", matchers, Span.NONE);
    }

    VectorSelector nameless() {
        return VectorSelector.of("", matchers(), Span.NONE);
    }

    private List<Matcher> matchers() {
        List<Matcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            MatchOp op = one(MatchOp.values());
            matchers.add(new Matcher(op, one(LABELS), op.isRegex() ? one(REGEXES) : string()));
        }
        return matchers;
    }

    private long millis() {
        long[] scales = {1, 1000, 60_000, 3_600_000, 86_400_000, 604_800_000};
        return (1 + random.nextInt(1000)) * scales[random.nextInt(scales.length)];
    }

    /** Returns a range or step. */
    DurationExpr positive() {
        return random.nextInt(3) > 0 ? DurationLiteral.ofMillis(millis(), Span.NONE) : notLiteral(3);
    }

    /** Returns a range that holds a number, without which no colon may follow it. */
    DurationExpr beforeColon() {
        DurationLiteral literal = new DurationLiteral(60, true, Span.NONE);
        return random.nextInt(3) > 0
                ? DurationLiteral.ofMillis(millis(), Span.NONE)
                : new DurationBinary(DurationBinary.Op.ADD, literal, wrapped(2), Span.NONE);
    }

    /** Returns an offset in one of the forms that need no parentheses around them. */
    Optional<DurationExpr> offset() {
        return switch (random.nextInt(6)) {
            case 0 -> Optional.of(DurationLiteral.ofMillis(millis(), Span.NONE));
            case 1 -> Optional.of(DurationLiteral.ofMillis(-millis(), Span.NONE));
            case 2 -> Optional.of(new DurationParen(notLiteral(2), Span.NONE)).map(PartGenerator::once);
            case 3 -> Optional.of(new DurationNegation(queryValue(), Span.NONE));
            default -> Optional.empty();
        };
    }

    private DurationExpr duration(int depth) {
        if (depth > 0 && random.nextBoolean()) {
            return notLiteral(depth);
        }
        boolean form = random.nextBoolean();
        double seconds = form ? Durations.parseSeconds(Durations.format(millis())) : 1 + random.nextInt(100) / 4.0;
        return new DurationLiteral(random.nextInt(4) == 0 ? -seconds : seconds, form, Span.NONE);
    }

    private DurationExpr notLiteral(int depth) {
        return switch (depth <= 0 ? 0 : random.nextInt(4)) {
            case 0 -> queryValue();
            case 1 -> new DurationNegation(wrapped(depth - 1), Span.NONE);
            case 2 -> wrapped(depth - 1);
            default -> binary(depth);
        };
    }

    private DurationExpr binary(int depth) {
        DurationBinary.Op op = one(DurationBinary.Op.values());
        return op.isCall()
                ? new DurationBinary(op, duration(depth - 1), duration(depth - 1), Span.NONE)
                : new DurationBinary(op, wrapped(depth - 1), wrapped(depth - 1), Span.NONE);
    }

    private DurationExpr wrapped(int depth) {
        return once(new DurationParen(duration(depth), Span.NONE));
    }

    /** Returns parentheses without parentheses right inside them, which the parser drops. */
    private static DurationExpr once(DurationExpr duration) {
        boolean twice = duration instanceof DurationParen outer && outer.inner() instanceof DurationParen;
        return twice ? ((DurationParen) duration).inner() : duration;
    }

    private DurationExpr queryValue() {
        return new DurationQueryValue(one(DurationQueryValue.Kind.values()), Span.NONE);
    }
}
