package io.dunlin.promql.promqltest;

import io.dunlin.promql.histogram.HistogramSum;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.StaleMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a sequence of values: {@code _}, {@code _xN}, {@code v}, {@code vxN} (N + 1 values), {@code a+bxN}, {@code
 * a-bxN}, {@code stale}, and the same with histograms in place of numbers.
 */
final class SequenceNotation {
    private static final Pattern WORD = Pattern.compile("(?i)stale|inf|nan");
    private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:ms|[smhdwy]))+");
    private static final Pattern NUMBER = Pattern.compile("(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern COUNT = Pattern.compile("\\d+");

    private SequenceNotation() {}

    static List<SequenceValue> parse(TextCursor cursor) {
        List<SequenceValue> values = new ArrayList<>();
        while (!cursor.atEnd()) {
            if (!cursor.skipSpace()) {
                throw cursor.error("expected a space before the next value");
            }
            if (!cursor.atEnd()) {
                parseItem(cursor, values);
            }
        }
        return values;
    }

    private static void parseItem(TextCursor cursor, List<SequenceValue> values) {
        if (cursor.skip("_")) {
            int count = cursor.skip("x") ? takeCount(cursor) : 1;
            for (int i = 0; i < count; i++) {
                values.add(SequenceValue.OMITTED);
            }
        } else if (cursor.looksAt("{{")) {
            parseHistograms(cursor, values);
        } else {
            parseNumbers(cursor, values);
        }
    }

    private static void parseNumbers(TextCursor cursor, List<SequenceValue> values) {
        double value = takeSignedNumber(cursor);
        double step = cursor.peek() == '+' || cursor.peek() == '-' ? takeSignedNumber(cursor) : 0;
        if (!cursor.skip("x")) {
            values.add(SequenceValue.of(value));
            return;
        }
        int count = takeCount(cursor);
        for (int i = 0; i <= count; i++) {
            values.add(SequenceValue.of(value));
            // A sequence without a step repeats its value, the stale marker included.
            value = step == 0 ? value : value + step;
        }
    }

    /** Takes a number with or without a sign, or {@code stale}. */
    static double takeSignedNumber(TextCursor cursor) {
        boolean negative = cursor.skip("-");
        if (!negative) {
            cursor.skip("+");
        }
        double value = takeNumber(cursor);
        return negative ? -value : value;
    }

    private static double takeNumber(TextCursor cursor) {
        String word = cursor.take(WORD);
        if (word != null) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "stale" -> StaleMarker.VALUE;
                case "inf" -> Double.POSITIVE_INFINITY;
                default -> Double.longBitsToDouble(StaleMarker.NORMAL_NAN_BITS);
            };
        }
        String duration = cursor.take(DURATION);
        if (duration != null) {
            return Durations.parse(duration, 0) / 1000.0;
        }
        String number = cursor.take(NUMBER);
        if (number == null) {
            throw cursor.error("expected a number or \"stale\"");
        }
        return Double.parseDouble(number);
    }

    private static int takeCount(TextCursor cursor) {
        String count = cursor.take(COUNT);
        if (count == null) {
            throw cursor.error("expected a repeat count");
        }
        return Integer.parseInt(count);
    }

    private static void parseHistograms(TextCursor cursor, List<SequenceValue> values) {
        HistogramNotation first = HistogramNotation.parse(cursor);
        FloatHistogram histogram = first.histogram();
        if (cursor.skip("x")) {
            for (int i = takeCount(cursor); i >= 0; i--) {
                values.add(SequenceValue.of(histogram, first.hintGiven()));
            }
        } else if (cursor.peek() == '+' || cursor.peek() == '-') {
            boolean subtract = cursor.skip("-");
            if (!subtract) {
                cursor.skip("+");
            }
            HistogramNotation step = HistogramNotation.parse(cursor);
            cursor.expect("x");
            int count = takeCount(cursor);
            for (int i = 0; i <= count; i++) {
                values.add(SequenceValue.of(histogram, step.hintGiven()));
                histogram = next(histogram, step.histogram(), subtract, cursor);
            }
        } else {
            values.add(SequenceValue.of(histogram, first.hintGiven()));
        }
    }

    private static FloatHistogram next(FloatHistogram from, FloatHistogram step, boolean subtract, TextCursor cursor) {
        if (from.schema() > step.schema()) {
            throw cursor.error(
                    "error combining histograms: cannot merge from schema " + step.schema() + " to " + from.schema());
        }
        HistogramSum sum = HistogramSum.of(from);
        return (subtract ? sum.subtract(step) : sum.add(step)).toHistogram();
    }
}
