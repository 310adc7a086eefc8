package io.dunlin.promql.operator;

import io.dunlin.promql.annotation.Annotations;
import io.dunlin.promql.annotation.Warnings;
import io.dunlin.promql.batch.StepColumn;
import io.dunlin.promql.kernel.BucketKernel;
import io.dunlin.promql.kernel.InstantKernel;
import io.dunlin.promql.kernel.KernelArgs;
import io.dunlin.tsdb.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The functions of histograms, native or classic. The buckets of a classic histogram are series that differ in {@code le};
 * they are gathered, and each histogram is computed over all steps at once. Where a classic and a native histogram have the
 * same labels at a step, neither has a result there.
 */
final class HistogramFunctions {
    private final QueryContext context;
    private final Frame input;
    private final int position;
    private final int steps;
    private final Annotations annotations;
    private final Map<Labels, Classic> classics = new LinkedHashMap<>();
    private final List<Native> natives = new ArrayList<>();

    /** Splits a vector into histograms; {@code position} is where the vector stands in the query. */
    HistogramFunctions(QueryContext context, Frame input, int position, int steps) {
        this.context = context;
        this.input = input;
        this.position = position;
        this.steps = steps;
        this.annotations = context.newAnnotations();
        for (int i = 0; i < input.size(); i++) {
            split(i);
        }
        natives.forEach(this::removeConflicts);
    }

    /** One bucket of a classic histogram. */
    private record Bucket(double upperBound, StepColumn counts) {}

    /** A classic histogram. */
    private static final class Classic {
        private final Labels labels;
        private final List<Bucket> buckets = new ArrayList<>();

        Classic(Labels labels) {
            this.labels = labels;
        }
    }

    /** A series of native histograms. */
    private static final class Native {
        private final int series;
        private StepColumn column;

        Native(int series, StepColumn column) {
            this.series = series;
            this.column = column;
        }
    }

    private void split(int series) {
        StepColumn column = input.column(series);
        if (column.hasHistograms()) {
            natives.add(new Native(series, column));
        }
        if (!hasFloats(column)) {
            return;
        }
        Labels labels = input.labels(series);
        OptionalDouble bound = BucketLabel.parse(labels.get(BucketLabel.NAME));
        if (bound.isEmpty()) {
            annotations.add(Warnings.badBucketLabel(metricName(labels), labels.get(BucketLabel.NAME), position));
            return;
        }
        classics.computeIfAbsent(labels.without(Set.of(BucketLabel.NAME)), key -> new Classic(labels))
                .buckets
                .add(new Bucket(bound.getAsDouble(), column));
    }

    private static boolean hasFloats(StepColumn column) {
        for (int step = 0; step < column.steps(); step++) {
            if (column.has(step) && column.histogram(step) == null) {
                return true;
            }
        }
        return false;
    }

    private String metricName(Labels labels) {
        return context.modes().delayedNameRemoval() ? labels.metricName() : "";
    }

    private void removeConflicts(Native candidate) {
        Classic classic = classics.get(input.labels(candidate.series));
        if (classic == null) {
            return;
        }
        for (int step = 0; step < steps; step++) {
            if (candidate.column.histogram(step) != null && removeStep(classic, step)) {
                candidate.column = without(candidate.column, step);
                annotations.add(
                        Warnings.mixedClassicNativeHistograms(metricName(input.labels(candidate.series)), position));
            }
        }
    }

    /** Returns whether the histogram had a bucket at the step. */
    private static boolean removeStep(Classic classic, int step) {
        boolean found = false;
        for (int i = 0; i < classic.buckets.size(); i++) {
            Bucket bucket = classic.buckets.get(i);
            if (bucket.counts.has(step) && bucket.counts.histogram(step) == null) {
                found = true;
                classic.buckets.set(i, new Bucket(bucket.upperBound, without(bucket.counts, step)));
            }
        }
        return found;
    }

    private static StepColumn without(StepColumn column, int removed) {
        StepColumn copy = new StepColumn(column.steps());
        for (int step = 0; step < column.steps(); step++) {
            if (step != removed) {
                copy.copy(step, column);
            }
        }
        return copy;
    }

    /** Takes the labels and values of one result. */
    interface Results {
        /** Takes a result; labels are without {@code le}, and without the name unless it is removed later. */
        void add(Labels labels, StepColumn column);
    }

    /** Computes every histogram. */
    void evaluate(InstantKernel nativeKernel, BucketKernel classicKernel, KernelArgs args, Results results) {
        for (Native candidate : natives) {
            Labels labels = named(input.labels(candidate.series));
            StepColumn out = new StepColumn(steps);
            args.series(i -> labels, 0);
            nativeKernel.evaluate(candidate.column, args, out);
            results.add(labels, out);
        }
        for (Classic classic : classics.values()) {
            context.checkpoint();
            evaluate(classic, classicKernel, args, results);
        }
    }

    private void evaluate(Classic classic, BucketKernel kernel, KernelArgs args, Results results) {
        classic.buckets.sort(Comparator.comparingDouble(Bucket::upperBound));
        double[] bounds = new double[classic.buckets.size()];
        StepColumn[] counts = new StepColumn[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = classic.buckets.get(i).upperBound;
            counts[i] = classic.buckets.get(i).counts;
        }
        Labels labels = named(classic.labels).without(Set.of(BucketLabel.NAME));
        StepColumn out = new StepColumn(steps);
        args.series(i -> labels, 0);
        kernel.evaluate(bounds, counts, args, out);
        results.add(labels, out);
    }

    private Labels named(Labels labels) {
        return context.modes().delayedNameRemoval() ? labels : MetadataLabels.drop(labels);
    }
}
