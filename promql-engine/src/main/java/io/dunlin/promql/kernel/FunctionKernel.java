package io.dunlin.promql.kernel;

import java.util.function.Supplier;

/**
 * How a function is computed. Kernels may keep scratch arrays, so each worker makes its own: ask only for the kind that
 * the {@link Shape} names.
 */
public final class FunctionKernel {
    /** What a function works on. */
    public enum Shape {
        /** The samples of one range, series by series: {@link FunctionKernel#newRangeKernel}. */
        RANGE,
        /** One instant vector, series by series: {@link FunctionKernel#newInstantKernel}. */
        INSTANT,
        /**
         * One instant vector of native histograms, series by series ({@link FunctionKernel#newInstantKernel}), and of
         * classic histograms, whose buckets are gathered first ({@link FunctionKernel#newBucketKernel}).
         */
        HISTOGRAM,
        /** Scalars alone: {@link FunctionKernel#scalarKernel}. */
        SCALAR,
        /** Whole vectors, labels or the query itself: an operator of its own, no kernel. */
        OPERATOR
    }

    private static final FunctionKernel BY_OPERATOR = new FunctionKernel(Shape.OPERATOR, null, null, null, null);

    private final Shape shape;
    private final Supplier<RangeKernel> range;
    private final Supplier<InstantKernel> instant;
    private final Supplier<BucketKernel> bucket;
    private final ScalarKernel scalar;

    private FunctionKernel(
            Shape shape,
            Supplier<RangeKernel> range,
            Supplier<InstantKernel> instant,
            Supplier<BucketKernel> bucket,
            ScalarKernel scalar) {
        this.shape = shape;
        this.range = range;
        this.instant = instant;
        this.bucket = bucket;
        this.scalar = scalar;
    }

    static FunctionKernel range(Supplier<RangeKernel> kernels) {
        return new FunctionKernel(Shape.RANGE, kernels, null, null, null);
    }

    static FunctionKernel instant(Supplier<InstantKernel> kernels) {
        return new FunctionKernel(Shape.INSTANT, null, kernels, null, null);
    }

    static FunctionKernel histogram(Supplier<InstantKernel> natives, Supplier<BucketKernel> classics) {
        return new FunctionKernel(Shape.HISTOGRAM, null, natives, classics, null);
    }

    static FunctionKernel scalar(ScalarKernel kernel) {
        return new FunctionKernel(Shape.SCALAR, null, null, null, kernel);
    }

    static FunctionKernel byOperator() {
        return BY_OPERATOR;
    }

    /** Returns what the function works on. */
    public Shape shape() {
        return shape;
    }

    /** Makes a kernel for one worker; only for {@link Shape#RANGE}. */
    public RangeKernel newRangeKernel() {
        return made(range).get();
    }

    /** Makes a kernel for one worker; only for {@link Shape#INSTANT} and {@link Shape#HISTOGRAM}. */
    public InstantKernel newInstantKernel() {
        return made(instant).get();
    }

    /** Makes a kernel for one worker; only for {@link Shape#HISTOGRAM}. */
    public BucketKernel newBucketKernel() {
        return made(bucket).get();
    }

    /** Returns the kernel, which has no state; only for {@link Shape#SCALAR}. */
    public ScalarKernel scalarKernel() {
        return made(scalar);
    }

    private <T> T made(T kernel) {
        if (kernel == null) {
            throw new IllegalStateException("the function has no kernel of this kind: shape=" + shape);
        }
        return kernel;
    }
}
