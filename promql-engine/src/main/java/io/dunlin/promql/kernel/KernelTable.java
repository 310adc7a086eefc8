package io.dunlin.promql.kernel;

import static io.dunlin.promql.kernel.FunctionKernel.byOperator;
import static io.dunlin.promql.kernel.FunctionKernel.histogram;
import static io.dunlin.promql.kernel.FunctionKernel.instant;
import static io.dunlin.promql.kernel.FunctionKernel.range;
import static io.dunlin.promql.kernel.FunctionKernel.scalar;

import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.histogram.HistogramMoments;
import io.dunlin.promql.math.Exponential;
import io.dunlin.promql.math.Hyperbolic;
import io.dunlin.promql.math.Trigonometry;
import io.dunlin.tsdb.model.FloatHistogram;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Binds each function of PromQL to its kernel. A function without a line here does not compile. */
public final class KernelTable {
    private KernelTable() {}

    /** Returns how a function is computed. */
    public static FunctionKernel of(PromqlFunction function) {
        return switch (function) {
            case ABS -> math(Math::abs);
            case ABSENT -> byOperator();
            case ABSENT_OVER_TIME -> range(() -> SampleKernels::present);
            case ACOS -> math(Trigonometry::acos);
            case ACOSH -> math(Hyperbolic::acosh);
            case ASIN -> math(Trigonometry::asin);
            case ASINH -> math(Hyperbolic::asinh);
            case ATAN -> math(Trigonometry::atan);
            case ATANH -> math(Hyperbolic::atanh);
            case AVG_OVER_TIME -> range(() -> RangeFunction.ofEither(new SumOverTime(true), HistogramOverTime::mean));
            case CEIL -> math(Math::ceil);
            case CHANGES -> range(EventCount::changes);
            case CLAMP -> instant(() -> MathKernels::clamp);
            case CLAMP_MAX -> instant(() -> MathKernels::clampMax);
            case CLAMP_MIN -> instant(() -> MathKernels::clampMin);
            case COS -> math(Trigonometry::cos);
            case COSH -> math(Hyperbolic::cosh);
            case COUNT_OVER_TIME -> range(() -> SampleKernels::count);
            case DAYS_IN_MONTH -> math(UtcDate::daysInMonth);
            case DAY_OF_MONTH -> math(UtcDate::dayOfMonth);
            case DAY_OF_WEEK -> math(UtcDate::dayOfWeek);
            case DAY_OF_YEAR -> math(UtcDate::dayOfYear);
            case DEG -> math(MathKernels::degrees);
            case DELTA -> range(() -> new RateFunction(false, false));
            case DERIV -> range(() -> RangeFunction.ofFloats(LinearRegression.derivative()));
            case DOUBLE_EXPONENTIAL_SMOOTHING -> range(() -> RangeFunction.ofFloats(new DoubleExponentialSmoothing()));
            case END -> byOperator();
            case EXP -> math(Exponential::exp);
            case FIRST_OVER_TIME -> range(() -> SampleKernels::first);
            case FLOOR -> math(Math::floor);
            case HISTOGRAM_AVG -> ofHistogram(HistogramMoments::mean);
            case HISTOGRAM_COUNT -> ofHistogram(FloatHistogram::count);
            case HISTOGRAM_FRACTION -> histogram(() -> HistogramKernels::fraction, ClassicKernels::fraction);
            case HISTOGRAM_QUANTILE ->
                histogram(() -> HistogramKernels.quantile(0, 1), () -> ClassicKernels.quantile(0, 0, 1));
            case HISTOGRAM_QUANTILES -> byOperator();
            case HISTOGRAM_STDDEV -> ofHistogram(HistogramKernels::standardDeviation);
            case HISTOGRAM_STDVAR -> ofHistogram(HistogramMoments::variance);
            case HISTOGRAM_SUM -> ofHistogram(FloatHistogram::sum);
            case HOUR -> math(UtcDate::hour);
            case IDELTA -> range(() -> new InstantRate(false));
            case INCREASE -> range(() -> new RateFunction(true, false));
            case INFO -> byOperator();
            case IRATE -> range(() -> new InstantRate(true));
            case LABEL_JOIN -> byOperator();
            case LABEL_REPLACE -> byOperator();
            case LAST_OVER_TIME -> range(() -> SampleKernels::last);
            case LN -> math(Exponential::log);
            case LOG10 -> math(Exponential::log10);
            case LOG2 -> math(Exponential::log2);
            case MAD_OVER_TIME -> range(() -> RangeFunction.ofFloats(new OrderStatistics.MedianDeviation()));
            case MAX_OF -> scalar(ScalarKernels::max);
            case MAX_OVER_TIME -> range(() -> RangeFunction.ofFloats(new ExtremeOverTime(true)));
            case MIN_OF -> scalar(ScalarKernels::min);
            case MIN_OVER_TIME -> range(() -> RangeFunction.ofFloats(new ExtremeOverTime(false)));
            case MINUTE -> math(UtcDate::minute);
            case MONTH -> math(UtcDate::month);
            case PI -> scalar(ScalarKernels::pi);
            case PREDICT_LINEAR -> range(() -> RangeFunction.ofFloats(LinearRegression.prediction()));
            case PRESENT_OVER_TIME -> range(() -> SampleKernels::present);
            case QUANTILE_OVER_TIME -> range(() -> RangeFunction.ofFloats(new OrderStatistics.QuantileOverTime()));
            case RAD -> math(MathKernels::radians);
            case RANGE -> byOperator();
            case RATE -> range(() -> new RateFunction(true, true));
            case RESETS -> range(EventCount::resets);
            case ROUND -> instant(() -> MathKernels::round);
            case SCALAR -> byOperator();
            case SGN -> math(MathKernels::sign);
            case SIN -> math(Trigonometry::sin);
            case SINH -> math(Hyperbolic::sinh);
            case SORT -> byOperator();
            case SORT_BY_LABEL -> byOperator();
            case SORT_BY_LABEL_DESC -> byOperator();
            case SORT_DESC -> byOperator();
            case SQRT -> math(Math::sqrt);
            case START -> byOperator();
            case START_TIMESTAMP -> byOperator();
            case STDDEV_OVER_TIME -> range(() -> RangeFunction.ofFloats(new VarianceOverTime(true)));
            case STDVAR_OVER_TIME -> range(() -> RangeFunction.ofFloats(new VarianceOverTime(false)));
            case STEP -> byOperator();
            case SUM_OVER_TIME -> range(() -> RangeFunction.ofEither(new SumOverTime(false), HistogramOverTime::sum));
            case TAN -> math(Trigonometry::tan);
            case TANH -> math(Hyperbolic::tanh);
            case TIME -> scalar(ScalarKernels::time);
            case TIMESTAMP -> byOperator();
            case TS_OF_FIRST_OVER_TIME -> range(() -> SampleKernels::timeOfFirst);
            case TS_OF_LAST_OVER_TIME -> range(() -> SampleKernels::timeOfLast);
            case TS_OF_MAX_OVER_TIME -> range(() -> RangeFunction.ofFloats(new TimeOfExtreme(true)));
            case TS_OF_MIN_OVER_TIME -> range(() -> RangeFunction.ofFloats(new TimeOfExtreme(false)));
            case VECTOR -> byOperator();
            case YEAR -> math(UtcDate::year);
        };
    }

    private static FunctionKernel math(DoubleUnaryOperator function) {
        return instant(() -> MathKernels.each(function));
    }

    private static FunctionKernel ofHistogram(ToDoubleFunction<FloatHistogram> function) {
        return instant(() -> HistogramKernels.each(function));
    }
}
