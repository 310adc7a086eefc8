package io.dunlin.promql.parser;

/** Rounds as Go's {@code math.Round}. */
final class Rounding {
    private Rounding() {}

    /** Returns the nearest whole number, the one further from zero where two are as near. */
    static double halfAwayFromZero(double value) {
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        return Math.abs(value - whole) >= 0.5 ? whole + Math.signum(value) : whole;
    }
}
