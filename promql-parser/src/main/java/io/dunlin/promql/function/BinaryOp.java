package io.dunlin.promql.function;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The binary operators, with everything that is known of each. Operators of one precedence associate to the left, except {@code ^}. */
public enum BinaryOp {
    OR(
            "or",
            Kind.SET,
            1,
            "Series of the left side, and those of the right side that match none of them.",
            "up or down"),
    AND("and", Kind.SET, 2, "Series of the left side that match one of the right side.", "up and on (job) down"),
    UNLESS("unless", Kind.SET, 2, "Series of the left side that match none of the right side.", "up unless down"),
    EQUAL("==", Kind.COMPARISON, 3, "Keeps equal values.", "up == 1"),
    NOT_EQUAL("!=", Kind.COMPARISON, 3, "Keeps values that are not equal.", "up != 1"),
    GREATER(">", Kind.COMPARISON, 3, "Keeps greater values.", "up > 0"),
    LESS("<", Kind.COMPARISON, 3, "Keeps smaller values.", "up < 1"),
    GREATER_EQUAL(">=", Kind.COMPARISON, 3, "Keeps values that are not smaller.", "up >= 1"),
    LESS_EQUAL("<=", Kind.COMPARISON, 3, "Keeps values that are not greater.", "up <= 1"),
    TRIM_UPPER("</", Kind.TRIM, 3, "Native histograms without the observations above a value.", "latency </ 0.5"),
    TRIM_LOWER(">/", Kind.TRIM, 3, "Native histograms without the observations below a value.", "latency >/ 0.5"),
    ADD("+", Kind.ARITHMETIC, 4, "Sum.", "used + free"),
    SUB("-", Kind.ARITHMETIC, 4, "Difference.", "total - free"),
    MUL("*", Kind.ARITHMETIC, 5, "Product.", "ratio * 100"),
    DIV("/", Kind.ARITHMETIC, 5, "Quotient.", "used / on (instance) group_left total"),
    MOD("%", Kind.ARITHMETIC, 5, "Remainder, with the sign of the dividend.", "uptime % 3600"),
    ATAN2("atan2", Kind.ARITHMETIC, 5, "Angle of the point (right, left) in radians.", "y atan2 x"),
    POW("^", Kind.ARITHMETIC, 6, "Power; associates to the right.", "deviation ^ 2");

    private enum Kind {
        ARITHMETIC,
        COMPARISON,
        SET,
        TRIM
    }

    private static final Map<String, BinaryOp> BY_SYMBOL = new HashMap<>();

    static {
        for (BinaryOp op : values()) {
            BY_SYMBOL.put(op.symbol, op);
        }
    }

    private final String symbol;
    private final Kind kind;
    private final int precedence;
    private final String doc;
    private final String example;

    BinaryOp(String symbol, Kind kind, int precedence, String doc, String example) {
        this.symbol = symbol;
        this.kind = kind;
        this.precedence = precedence;
        this.doc = doc;
        this.example = example;
    }

    /** Returns the operator written like this, whatever its case, as PromQL reads it. */
    public static Optional<BinaryOp> ofSymbol(String symbol) {
        return Optional.ofNullable(BY_SYMBOL.get(symbol.toLowerCase(Locale.ROOT)));
    }

    /** Returns the operator as PromQL writes it. */
    public String symbol() {
        return symbol;
    }

    /** Returns how tightly it binds: 1 is loosest. */
    public int precedence() {
        return precedence;
    }

    /** Returns whether {@code a op b op c} means {@code a op (b op c)}. */
    public boolean isRightAssociative() {
        return this == POW;
    }

    /** Returns whether it computes a new value from both sides. */
    public boolean isArithmetic() {
        return kind == Kind.ARITHMETIC;
    }

    /** Returns whether it compares: filters vectors, or gives 0 or 1 with {@code bool}. The trim operators do not. */
    public boolean isComparison() {
        return kind == Kind.COMPARISON;
    }

    /** Returns whether it works on sets of series; both sides must be instant vectors, matched many-to-many. */
    public boolean isSet() {
        return kind == Kind.SET;
    }

    /** Returns whether it cuts buckets off native histograms. */
    public boolean isTrim() {
        return kind == Kind.TRIM;
    }

    /** Returns whether result series lose their metric name (a comparison with {@code bool} loses it too). */
    public boolean dropsName() {
        return kind == Kind.ARITHMETIC;
    }

    /** Returns one line that says what it does. */
    public String doc() {
        return doc;
    }

    /** Returns an expression that uses it. */
    public String example() {
        return example;
    }
}
