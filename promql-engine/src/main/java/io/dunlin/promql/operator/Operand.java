package io.dunlin.promql.operator;

/**
 * The value of a plan node over all steps: a scalar, a string or an instant vector. One of the three is not null.
 *
 * @param numbers a scalar's value at every step
 * @param text a string
 * @param vector an instant vector
 */
record Operand(double[] numbers, String text, SeriesSource vector) {
    static Operand scalar(double[] numbers) {
        return new Operand(numbers, null, null);
    }

    static Operand text(String text) {
        return new Operand(null, text, null);
    }

    static Operand vector(SeriesSource vector) {
        return new Operand(null, null, vector);
    }
}
