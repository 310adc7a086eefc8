package io.dunlin.promql.promqltest;

import io.dunlin.promql.engine.QueryEngine;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.promqltest.ScriptCommand.Eval;
import io.dunlin.promql.promqltest.ScriptCommand.Sample;
import io.dunlin.promql.result.MatrixValue;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.ScalarValue;
import io.dunlin.promql.result.VectorValue;
import io.dunlin.tsdb.model.FloatHistogram;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Appender;
import io.dunlin.tsdb.storage.Storage;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Runs scripts. Each instant evaluation is also run as the middle of a range query, and, with every selector fixed to
 * its time by {@code @}, at other times, each again as a range query. One script at a time.
 */
final class ScriptRunner implements ScriptCommand.Visitor, AutoCloseable {
    /** Functions that mean something else in a range query. */
    private static final Pattern QUERY_CONSTANTS = Pattern.compile("(start|end|range|step)\\(\\)");

    private static final long MINUTE = 60_000;

    private final QueryEngine engine;
    private final Supplier<Storage> storages;
    private final ScriptReport report;
    private Storage storage;

    private ScriptRunner(String name, QueryEngine engine, Supplier<Storage> storages) {
        this.engine = engine;
        this.storages = storages;
        this.report = new ScriptReport(name);
        this.storage = storages.get();
    }

    /**
     * Runs a script.
     *
     * @param name what the report calls it
     * @param script the text
     * @param engine the engine, with the settings that the scripts assume
     * @param storages makes an empty storage; the runner closes it
     */
    static ScriptReport run(String name, String script, QueryEngine engine, Supplier<Storage> storages) {
        try (ScriptRunner runner = new ScriptRunner(name, engine, storages)) {
            for (ScriptCommand command : ScriptParser.parse(script)) {
                command.accept(runner);
            }
            return runner.report;
        }
    }

    @Override
    public void visit(ScriptCommand.Clear clear) {
        close();
        storage = storages.get();
    }

    @Override
    public void visit(ScriptCommand.Load load) {
        try (Appender appender = storage.appender()) {
            append(appender, load.series());
            if (load.withCustomBuckets()) {
                append(appender, ClassicHistograms.convert(load.series()));
            }
            appender.commit();
        }
    }

    /** Appends in time order over all series, as samples come in. */
    private static void append(Appender appender, Map<Labels, List<Sample>> series) {
        TreeMap<Long, Map<Labels, Sample>> byTime = new TreeMap<>();
        series.forEach((labels, samples) ->
                samples.forEach(sample -> byTime.computeIfAbsent(sample.time(), time -> new LinkedHashMap<>())
                        .put(labels, sample)));
        Map<Labels, Long> references = new HashMap<>();
        byTime.values()
                .forEach(samples -> samples.forEach((labels, sample) ->
                        append(appender, references.computeIfAbsent(labels, appender::series), sample)));
    }

    private static void append(Appender appender, long series, Sample sample) {
        if (sample.histogram() == null) {
            appender.append(series, sample.startTime(), sample.time(), sample.value());
        } else {
            appender.append(series, sample.startTime(), sample.time(), sample.histogram(), false);
        }
    }

    @Override
    public void visit(Eval eval) {
        report.evaluated(eval);
        try (View view = storage.view()) {
            if (eval.range()) {
                runRange(view, eval);
            } else {
                runInstant(view, eval, eval.query(), eval.start());
                for (FixedVariants.Variant variant : FixedVariants.of(eval.query(), eval.start())) {
                    report.rerunFixed();
                    runInstant(view, eval, variant.query(), variant.time());
                }
            }
        } catch (Mismatch | QueryException e) {
            report.failed(eval, e.getMessage());
        } catch (RuntimeException e) {
            report.failed(eval, "bug: " + e + " at " + firstFrames(e));
        }
    }

    private static String firstFrames(RuntimeException e) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frames.size() < 4) {
                frames.add(frame.toString());
            }
        }
        return frames.toString();
    }

    private void runRange(View view, Eval eval) {
        QueryResult result;
        try {
            result = engine.range(view, eval.query(), eval.start(), eval.end(), eval.step(), QueryOptions.defaults());
        } catch (QueryException e) {
            checkFailure(eval, e);
            return;
        }
        checkResult(eval, eval.query(), result);
    }

    private void runInstant(View view, Eval eval, String query, long time) {
        QueryResult result;
        try {
            result = engine.instant(view, query, time, QueryOptions.defaults());
        } catch (QueryException e) {
            checkFailure(eval, e);
            return;
        }
        checkResult(eval, query, result);
        if (!eval.expected().onlyInstant() && !QUERY_CONSTANTS.matcher(query).find()) {
            report.rerunAsRange();
            runAsRange(view, eval, query, time, result);
        }
    }

    private static void checkFailure(Eval eval, QueryException e) {
        List<Expectation> failures = eval.expected().of(Expectation.Kind.FAIL);
        if (failures.isEmpty()) {
            throw e;
        }
        if (!failures.get(0).matches(e.getMessage())) {
            throw new Mismatch("expected error [" + failures.get(0) + "], but got: " + e.getMessage());
        }
    }

    private static void checkResult(Eval eval, String query, QueryResult result) {
        if (eval.expected().has(Expectation.Kind.FAIL)) {
            throw new Mismatch("expected an error but got none");
        }
        try {
            AnnotationCheck.check(eval.expected(), result);
            new ResultCheck(eval).check(result.value());
        } catch (Mismatch e) {
            throw query.equals(eval.query()) ? e : new Mismatch(e.getMessage() + " [as " + query + "]");
        }
    }

    private void runAsRange(View view, Eval eval, String query, long time, QueryResult instant) {
        QueryResult range = engine.range(view, query, time - MINUTE, time + MINUTE, MINUTE, QueryOptions.defaults());
        if (eval.expected().has(Expectation.Kind.ORDERED)) {
            return;
        }
        MatrixValue matrix = (MatrixValue) range.value();
        try {
            ResultCheck.checkSorted(matrix);
            VectorValue middle = at(matrix, time);
            ResultCheck check = new ResultCheck(eval);
            if (instant.value() instanceof ScalarValue) {
                check.check(new ScalarValue(time, middle.values()[0]));
            } else {
                check.check(middle);
            }
        } catch (Mismatch e) {
            throw new Mismatch(e.getMessage() + " [as range query of " + query + "]");
        }
    }

    /** Returns what a matrix has at one time. */
    private static VectorValue at(MatrixValue matrix, long time) {
        List<Labels> labels = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        List<FloatHistogram> histograms = new ArrayList<>();
        for (MatrixValue.Series series : matrix.series()) {
            for (int i = 0; i < series.values().length; i++) {
                if (series.times()[i] == time) {
                    labels.add(series.labels());
                    values.add(series.values()[i]);
                    histograms.add(null);
                }
            }
            for (int i = 0; i < series.histograms().length; i++) {
                if (series.histogramTimes()[i] == time) {
                    labels.add(series.labels());
                    values.add(0.0);
                    histograms.add(series.histograms()[i]);
                }
            }
        }
        return new VectorValue(
                time,
                labels.toArray(new Labels[0]),
                values.stream().mapToDouble(Double::doubleValue).toArray(),
                histograms.toArray(new FloatHistogram[0]));
    }

    @Override
    public void close() {
        try {
            storage.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the storage", e);
        }
    }
}
