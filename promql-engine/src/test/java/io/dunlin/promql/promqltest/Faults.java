package io.dunlin.promql.promqltest;

import static io.dunlin.promql.promqltest.SeededFault.ofQuery;
import static io.dunlin.promql.promqltest.SeededFault.ofResult;
import static io.dunlin.promql.promqltest.SeededFault.ofValue;
import static io.dunlin.promql.promqltest.SeededFault.ofView;

import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryValue;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.StringValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import io.dunlin.tsdb.storage.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The faults that the runner must find. */
final class Faults {
    private Faults() {}

    static List<SeededFault> all() {
        return Stream.of(series(), values(), times(), annotations(), errors(), histograms(), reading(), language())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SeededFault> series() {
        return List.of(
                ofValue("loses the last series of a vector", ResultRewriter.vectors(Faults::withoutLast)),
                ofValue("loses the last series of a matrix", ResultRewriter.matrices(Faults::withoutLast)),
                ofValue("gives a series of a vector twice", ResultRewriter.vectors(Faults::firstTwice)),
                ofValue("gives a series of a matrix twice", ResultRewriter.matrices(Faults::firstTwice)),
                ofValue("gives vectors in reverse order", ResultRewriter.vectors(Faults::reversed)),
                ofValue("gives matrices in reverse order", ResultRewriter.matrices(Faults::reversed)),
                ofValue("drops a label", ResultRewriter.labels(Faults::withoutLastLabel)),
                ofValue("drops the metric name", ResultRewriter.labels(Labels::withoutMetricName)),
                ofValue(
                        "invents a metric name",
                        ResultRewriter.labels(l -> l.toBuilder()
                                .set(Labels.METRIC_NAME, "invented")
                                .build())),
                ofValue(
                        "swaps label values",
                        ResultRewriter.labels(l -> l.toBuilder()
                                .set("i", l.get("g"))
                                .set("g", l.get("i"))
                                .build())));
    }

    private static <T> List<T> withoutLast(List<T> list) {
        return list.isEmpty() ? list : list.subList(0, list.size() - 1);
    }

    private static <T> List<T> firstTwice(List<T> list) {
        List<T> more = new ArrayList<>(list);
        list.stream().findFirst().ifPresent(first -> more.add(0, first));
        return more;
    }

    private static <T> List<T> reversed(List<T> list) {
        Collections.reverse(list);
        return list;
    }

    private static Labels withoutLastLabel(Labels labels) {
        return labels.isEmpty() ? labels : labels.without(List.of(labels.name(labels.size() - 1)));
    }

    private static List<SeededFault> values() {
        return List.of(
                ofValue("is off by a hundred-thousandth", ResultRewriter.floats(v -> v * 1.00001)),
                ofValue("changes the sign", ResultRewriter.floats(v -> -v)),
                ofValue("gives zero for NaN", ResultRewriter.floats(v -> Double.isNaN(v) ? 0 : v)),
                ofValue(
                        "gives the largest number for infinity",
                        ResultRewriter.floats(v -> Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, v)))),
                ofValue("gives the stale marker for NaN", ResultRewriter.floats(Faults::staleForNan)),
                ofValue("rounds to whole numbers", ResultRewriter.floats(Math::rint)),
                ofValue("is off in scalars", new ResultRewriter() {
                    @Override
                    public QueryValue visit(ScalarValue scalar) {
                        return new ScalarValue(scalar.time(), scalar.value() + 1);
                    }
                }),
                ofValue("gives a vector for a scalar", new ResultRewriter() {
                    @Override
                    public QueryValue visit(ScalarValue scalar) {
                        Labels[] labels = {Labels.empty()};
                        return new VectorValue(scalar.time(), labels, new double[] {scalar.value()}, null);
                    }
                }),
                ofValue("changes strings", new ResultRewriter() {
                    @Override
                    public QueryValue visit(StringValue string) {
                        return new StringValue(string.time(), string.value() + " ");
                    }
                }));
    }

    private static double staleForNan(double value) {
        return Double.isNaN(value) ? StaleMarker.VALUE : value;
    }

    private static List<SeededFault> times() {
        return List.of(
                ofValue("loses the first point of a series", ResultRewriter.matrices(Faults::withoutFirstPoint)),
                ofValue("dates points a millisecond late", ResultRewriter.matrices(Faults::aMillisecondLate)),
                new SeededFault("leaves out the last step") {
                    @Override
                    long[] times(long start, long end, long step) {
                        return new long[] {start, Math.max(start, end - step), step};
                    }
                },
                new SeededFault("steps twice as far") {
                    @Override
                    long[] times(long start, long end, long step) {
                        return new long[] {start, end, 2 * step};
                    }
                },
                new SeededFault("looks back too far") {
                    @Override
                    QueryOptions options(QueryOptions options) {
                        Duration far = Duration.ofMinutes(20);
                        return new QueryOptions(
                                far, options.timeout(), options.perStepStatistics(), options.cancellation());
                    }
                });
    }

    private static List<MatrixValue.Series> withoutFirstPoint(List<MatrixValue.Series> series) {
        return series.stream()
                .map(s -> new MatrixValue.Series(
                        s.labels(),
                        Arrays.copyOfRange(s.times(), Math.min(1, s.times().length), s.times().length),
                        Arrays.copyOfRange(s.values(), Math.min(1, s.values().length), s.values().length),
                        s.histogramTimes(),
                        s.histograms()))
                .toList();
    }

    private static List<MatrixValue.Series> aMillisecondLate(List<MatrixValue.Series> series) {
        return series.stream()
                .map(s -> new MatrixValue.Series(
                        s.labels(),
                        Arrays.stream(s.times()).map(t -> t + 1).toArray(),
                        s.values(),
                        s.histogramTimes(),
                        s.histograms()))
                .toList();
    }

    private static List<SeededFault> annotations() {
        return List.of(
                ofResult("loses warnings", r -> annotated(r, List.of(), r.infos())),
                ofResult("loses infos", r -> annotated(r, r.warnings(), List.of())),
                ofResult("invents a warning", r -> annotated(r, List.of("PromQL warning: beware (1:1)"), r.infos())),
                ofResult("invents an info", r -> annotated(r, r.warnings(), List.of("PromQL info: note (1:1)"))),
                ofResult("takes warnings for infos", r -> annotated(r, r.infos(), r.warnings())),
                ofResult(
                        "is off by one in positions of warnings",
                        r -> annotated(r, changed(r.warnings(), w -> w.replace("(1:", "(1:1")), r.infos())),
                ofResult(
                        "is off by one in positions of infos",
                        r -> annotated(r, r.warnings(), changed(r.infos(), i -> i.replace("(1:", "(1:1")))),
                ofResult(
                        "names the wrong metric",
                        r -> annotated(r, changed(r.warnings(), w -> w.replace("\"", "'")), r.infos())));
    }

    private static QueryResult annotated(QueryResult result, List<String> warnings, List<String> infos) {
        return new QueryResult(result.value(), warnings, infos, result.statistics());
    }

    private static List<String> changed(List<String> texts, UnaryOperator<String> change) {
        return texts.stream().map(change).toList();
    }

    private static List<SeededFault> errors() {
        return List.of(
                new SeededFault("answers nothing for an error") {
                    @Override
                    public QueryResult instant(View view, String query, long time, QueryOptions options) {
                        try {
                            return super.instant(view, query, time, options);
                        } catch (QueryException e) {
                            VectorValue empty = new VectorValue(time, new Labels[0], new double[0], null);
                            return new QueryResult(empty, List.of(), List.of(), null);
                        }
                    }
                },
                new SeededFault("changes an error's text") {
                    @Override
                    public QueryResult instant(View view, String query, long time, QueryOptions options) {
                        try {
                            return super.instant(view, query, time, options);
                        } catch (QueryException e) {
                            throw new QueryException(e.kind(), "failed: " + e.getMessage(), e);
                        }
                    }
                });
    }

    private static List<SeededFault> histograms() {
        return List.of(
                ofHistograms("is off in a histogram's count", h -> Parts.of(h).count(h.count() + 1)),
                ofHistograms("is off in a histogram's sum", h -> Parts.of(h).sum(h.sum() + 1)),
                ofHistograms("swaps buckets", h -> Parts.of(h).positive(swapped(h.positiveBuckets()))),
                ofHistograms("swaps negative buckets", h -> Parts.of(h).negative(swapped(h.negativeBuckets()))),
                ofHistograms("loses the zero bucket", h -> Parts.of(h).zeroCount(0)),
                ofHistograms("is off in the zero threshold", h -> Parts.of(h).zeroThreshold(h.zeroThreshold() + 0.5)),
                ofHistograms("is off in the schema", h -> Parts.of(h).schema(h.schema() + 1)),
                ofHistograms("shifts a span", h -> Parts.of(h).shifted()),
                ofHistograms("is off in a custom bound", h -> Parts.of(h).bounds(plusOne(h.customValues()))),
                ofHistograms(
                        "takes gauges for counters", h -> Parts.of(h).hint(FloatHistogram.CounterResetHint.NOT_RESET)),
                ofHistograms("forgets hints", h -> Parts.of(h).hint(FloatHistogram.CounterResetHint.UNKNOWN)),
                ofValue("gives the count for a histogram", new ResultRewriter() {
                    @Override
                    public QueryValue visit(VectorValue vector) {
                        double[] values = vector.values().clone();
                        for (int i = 0; i < values.length; i++) {
                            values[i] = vector.histogram(i) == null
                                    ? values[i]
                                    : vector.histogram(i).count();
                        }
                        return new VectorValue(vector.time(), vector.labels(), values, null);
                    }
                }));
    }

    private static SeededFault ofHistograms(String name, Function<FloatHistogram, Parts> change) {
        return ofValue(name, ResultRewriter.histograms(h -> change.apply(h).build()));
    }

    private static double[] swapped(double[] buckets) {
        double[] other = buckets.clone();
        if (other.length > 1) {
            other[0] = buckets[1];
            other[1] = buckets[0];
        }
        return other;
    }

    private static double[] plusOne(double[] bounds) {
        return Arrays.stream(bounds).map(bound -> bound + 1).toArray();
    }

    /** The parts of a histogram, one of which is changed. */
    private record Parts(
            FloatHistogram h,
            int schema,
            FloatHistogram.CounterResetHint hint,
            double[] totals,
            int[] spans,
            double[] positive,
            double[] negative,
            double[] bounds) {
        private static final int THRESHOLD = 0;
        private static final int ZERO = 1;
        private static final int COUNT = 2;
        private static final int SUM = 3;

        static Parts of(FloatHistogram h) {
            double[] totals = {h.zeroThreshold(), h.zeroCount(), h.count(), h.sum()};
            return new Parts(
                    h,
                    h.schema(),
                    h.counterResetHint(),
                    totals,
                    h.positiveSpans(),
                    h.positiveBuckets(),
                    h.negativeBuckets(),
                    h.customValues());
        }

        private Parts total(int which, double value) {
            totals[which] = value;
            return this;
        }

        Parts count(double value) {
            return total(COUNT, value);
        }

        Parts sum(double value) {
            return total(SUM, value);
        }

        Parts zeroCount(double value) {
            return total(ZERO, value);
        }

        Parts zeroThreshold(double value) {
            return total(THRESHOLD, value);
        }

        Parts schema(int value) {
            return new Parts(h, value, hint, totals, spans, positive, negative, bounds);
        }

        Parts hint(FloatHistogram.CounterResetHint value) {
            return new Parts(h, schema, value, totals, spans, positive, negative, bounds);
        }

        Parts positive(double[] value) {
            return new Parts(h, schema, hint, totals, spans, value, negative, bounds);
        }

        Parts negative(double[] value) {
            return new Parts(h, schema, hint, totals, spans, positive, value, bounds);
        }

        Parts bounds(double[] value) {
            return new Parts(h, schema, hint, totals, spans, positive, negative, value);
        }

        Parts shifted() {
            int[] other = spans.clone();
            if (other.length > 0) {
                other[0]++;
            }
            return new Parts(h, schema, hint, totals, other, positive, negative, bounds);
        }

        FloatHistogram build() {
            return new FloatHistogram(
                    schema,
                    hint,
                    totals[THRESHOLD],
                    totals[ZERO],
                    totals[COUNT],
                    totals[SUM],
                    spans,
                    positive,
                    h.negativeSpans(),
                    negative,
                    bounds);
        }
    }

    private static List<SeededFault> reading() {
        return List.of(
                ofView(
                        "reads samples a millisecond late",
                        FaultyView.ofSamples(s -> FaultyView.rebuilt(s, copy -> copy.keep(1)))),
                ofView(
                        "reads samples a millisecond early",
                        FaultyView.ofSamples(s -> FaultyView.rebuilt(s, copy -> copy.keep(-1)))),
                ofView(
                        "loses the oldest sample",
                        FaultyView.ofSamples(s -> FaultyView.rebuilt(s, copy -> {
                            if (copy.index() > 0) {
                                copy.keep(0);
                            }
                        }))),
                ofView(
                        "loses the newest sample",
                        FaultyView.ofSamples(s -> FaultyView.rebuilt(s, copy -> {
                            if (copy.index() < s.size() - 1) {
                                copy.keep(0);
                            }
                        }))),
                ofView(
                        "reads no stale markers",
                        FaultyView.ofSamples(s -> FaultyView.rebuilt(s, copy -> {
                            if (!StaleMarker.isStale(s.values()[copy.index()])) {
                                copy.keep(0);
                            }
                        }))),
                ofView(
                        "reads no histograms",
                        FaultyView.ofSamples(s -> FaultyView.rebuilt(s, copy -> {
                            if (!copy.isHistogram()) {
                                copy.keep(0);
                            }
                        }))),
                ofView(
                        "reads no start times",
                        FaultyView.ofSamples(s -> FaultyView.rebuilt(s, copy -> {
                            if (copy.isHistogram()) {
                                copy.to().add(s.times()[copy.index()], s.histograms()[copy.index()]);
                            } else {
                                copy.to().add(s.times()[copy.index()], s.values()[copy.index()]);
                            }
                        }))),
                ofView(
                        "ignores negative matchers",
                        FaultyView.ofMatchers(matchers -> matchers.stream()
                                .filter(matcher -> !matcher.isNegative())
                                .toList())));
    }

    private static List<SeededFault> language() {
        return List.of(
                ofQuery("takes rate for increase", "\\brate\\(", "increase("),
                ofQuery("takes irate for rate", "\\birate\\(", "rate("),
                ofQuery("takes sum for avg", "\\bsum\\b", "avg"),
                ofQuery("takes topk for bottomk", "\\btopk\\b", "bottomk"),
                ofQuery("takes stddev for stdvar", "stddev", "stdvar"),
                ofQuery("takes max for min over time", "max_over_time", "min_over_time"),
                ofQuery("takes by for without", "\\bby\\b", "without"),
                ofQuery("takes > for >=", "> ", ">= "),
                ofQuery("takes and for unless", "\\band\\b", "unless"),
                ofQuery("ignores bool", "\\bbool\\b", ""),
                ofQuery("ignores offset", "offset -?[0-9]+[a-z]+", ""),
                ofQuery("ignores @", "@ [0-9]+", ""),
                ofQuery("takes @ start() for @ end()", "@ start\\(\\)", "@ end()"),
                ofQuery("ignores anchored", " anchored", ""),
                ofQuery("takes smoothed for anchored", "\\] smoothed", "] anchored"),
                ofQuery("takes </ for >/", "</", ">/"),
                ofQuery("ignores fill", "fill\\([0-9]+\\)", ""),
                ofQuery("associates ^ to the left", "2 \\^ 3 \\^ 2", "(2 ^ 3) ^ 2"),
                ofQuery("ignores the subquery's step", ":30s\\]", ":]"));
    }
}
