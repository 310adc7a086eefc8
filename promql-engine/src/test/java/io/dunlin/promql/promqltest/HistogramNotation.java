package io.dunlin.promql.promqltest;

import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A histogram as scripts write it: <code>{{schema:1 count:22 sum:3 z_bucket:1 buckets:[1 2] n_buckets:[3]}}</code>.
 *
 * @param histogram the histogram
 * @param hintGiven whether its counter reset hint was written
 */
record HistogramNotation(FloatHistogram histogram, boolean hintGiven) {
    private static final Pattern KEY = Pattern.compile("[a-z_]+");
    private static final Pattern INTEGER = Pattern.compile("-?\\d+");
    private static final double[] NONE = {};

    static HistogramNotation parse(TextCursor cursor) {
        Fields fields = new Fields();
        cursor.expect("{{");
        cursor.skipSpace();
        while (!cursor.skip("}}")) {
            fields.take(cursor);
            cursor.skipSpace();
        }
        return new HistogramNotation(fields.build(), fields.hint != null);
    }

    private static final class Fields {
        private int schema;
        private double sum;
        private double count;
        private double zeroCount;
        private double zeroThreshold;
        private double[] customValues = NONE;
        private double[] buckets = NONE;
        private int offset;
        private double[] negativeBuckets = NONE;
        private int negativeOffset;
        private CounterResetHint hint;

        void take(TextCursor cursor) {
            String key = cursor.take(KEY);
            if (key == null) {
                throw cursor.error("expected a histogram description key, e.g. buckets:[5 10 7]");
            }
            cursor.expect(":");
            switch (key) {
                case "schema" -> schema = takeInteger(cursor);
                case "sum" -> sum = SequenceNotation.takeSignedNumber(cursor);
                case "count" -> count = SequenceNotation.takeSignedNumber(cursor);
                case "z_bucket" -> zeroCount = SequenceNotation.takeSignedNumber(cursor);
                case "z_bucket_w" -> zeroThreshold = SequenceNotation.takeSignedNumber(cursor);
                case "custom_values" -> customValues = takeList(cursor);
                case "buckets" -> buckets = takeList(cursor);
                case "offset" -> offset = takeInteger(cursor);
                case "n_buckets" -> negativeBuckets = takeList(cursor);
                case "n_offset" -> negativeOffset = takeInteger(cursor);
                case "counter_reset_hint" -> hint = takeHint(cursor);
                default -> throw cursor.error("bad histogram descriptor found: \"" + key + "\"");
            }
        }

        FloatHistogram build() {
            return new FloatHistogram(
                    schema,
                    hint == null ? CounterResetHint.UNKNOWN : hint,
                    zeroThreshold,
                    zeroCount,
                    count,
                    sum,
                    span(offset, buckets),
                    buckets,
                    span(negativeOffset, negativeBuckets),
                    negativeBuckets,
                    customValues);
        }
    }

    private static int[] span(int offset, double[] buckets) {
        return buckets.length == 0 ? new int[0] : new int[] {offset, buckets.length};
    }

    private static int takeInteger(TextCursor cursor) {
        String number = cursor.take(INTEGER);
        if (number == null) {
            throw cursor.error("expected an integer");
        }
        return Integer.parseInt(number);
    }

    private static double[] takeList(TextCursor cursor) {
        List<Double> numbers = new ArrayList<>();
        cursor.expect("[");
        cursor.skipSpace();
        while (!cursor.skip("]")) {
            numbers.add(SequenceNotation.takeSignedNumber(cursor));
            cursor.skipSpace();
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static CounterResetHint takeHint(TextCursor cursor) {
        String word = String.valueOf(cursor.take(KEY));
        return Arrays.stream(CounterResetHint.values())
                .filter(hint -> hint.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> cursor.error("unknown counter reset hint \"" + word + "\""));
    }

    /** Prints a histogram in this notation, with all its spans. */
    static String print(FloatHistogram h) {
        StringBuilder out = new StringBuilder("{{schema:" + h.schema());
        append(out, "count", h.count());
        append(out, "sum", h.sum());
        append(out, "z_bucket", h.zeroCount());
        append(out, "z_bucket_w", h.zeroThreshold());
        append(out, "custom_values", h.customValues());
        out.append(" counter_reset_hint:").append(h.counterResetHint().name().toLowerCase(Locale.ROOT));
        append(out, "spans" + Arrays.toString(h.positiveSpans()) + " buckets", h.positiveBuckets());
        append(out, "n_spans" + Arrays.toString(h.negativeSpans()) + " n_buckets", h.negativeBuckets());
        return out.append("}}").toString();
    }

    private static void append(StringBuilder out, String key, double value) {
        if (value != 0) {
            out.append(' ').append(key).append(':').append(GoFloatFormat.general(value));
        }
    }

    private static void append(StringBuilder out, String key, double[] values) {
        if (values.length > 0) {
            out.append(' ').append(key).append(":[");
            out.append(Arrays.stream(values).mapToObj(GoFloatFormat::general).collect(Collectors.joining(" ")));
            out.append(']');
        }
    }
}
