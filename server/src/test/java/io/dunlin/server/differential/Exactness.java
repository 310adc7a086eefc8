package io.dunlin.server.differential;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;

/**
 * How exactly the answers to a query must agree: values of single series by their bits; those in which sums over several
 * series take part within {@link #AGGREGATE_ULPS} units in the last place, since the order of the addends is not promised.
 *
 * @param ulps how far two values may be apart in units in the last place of the larger
 * @param relative how far they may be apart as a share of the larger
 * @param zeroSigns whether 0 and -0 are told apart: which of them a quantile finds depends on how equals are sorted
 * @param order what the order of the series means
 */
record Exactness(int ulps, double relative, boolean zeroSigns, Order order) {
    private static final int AGGREGATE_ULPS = 4;

    /** What rounding may leave. Before 2.54, Prometheus added without compensation, samples of one series too. */
    private static final double ROUNDING = 1e-9;

    /** What the order of the series of an instant vector means. */
    enum Order {
        NONE,
        /** They are ordered by their values; no order is promised among equals. */
        VALUES,
        LABELS
    }

    static Exactness of(QueryCase query, boolean current) {
        Expr expression;
        try {
            expression = PromqlParser.parse(query.query(), ParserOptions.all());
        } catch (ParseException e) {
            // Only the error can be compared.
            return new Exactness(0, 0, true, Order.NONE);
        }
        return new Exactness(
                addsSeries(expression) ? AGGREGATE_ULPS : 0,
                current ? 0 : ROUNDING,
                !takesQuantile(expression),
                query.isRange() ? Order.NONE : order(expression));
    }

    /** Returns the same with room for rounding errors. */
    Exactness relaxed() {
        return new Exactness(ulps, ROUNDING, zeroSigns, order);
    }

    private static boolean addsSeries(Expr expression) {
        if (expression instanceof AggregateExpr aggregate) {
            boolean adds = switch (aggregate.op()) {
                case SUM, AVG, STDDEV, STDVAR -> true;
                case COUNT, MIN, MAX, GROUP, TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO -> false;
            };
            if (adds) {
                return true;
            }
        }
        return expression.children().stream().anyMatch(Exactness::addsSeries);
    }

    private static boolean takesQuantile(Expr expression) {
        boolean takes = expression instanceof AggregateExpr aggregate && aggregate.op() == AggregationOp.QUANTILE
                || expression instanceof Call call
                        && (call.function() == PromqlFunction.QUANTILE_OVER_TIME
                                || call.function() == PromqlFunction.MAD_OVER_TIME);
        return takes || expression.children().stream().anyMatch(Exactness::takesQuantile);
    }

    private static Order order(Expr expression) {
        if (expression instanceof ParenExpr paren) {
            return order(paren.expr());
        }
        if (!(expression instanceof Call call) || !call.function().has(FunctionFlag.SORTS)) {
            return Order.NONE;
        }
        boolean byLabel =
                call.function() == PromqlFunction.SORT_BY_LABEL || call.function() == PromqlFunction.SORT_BY_LABEL_DESC;
        return byLabel ? Order.LABELS : Order.VALUES;
    }

    static boolean sameBits(double a, double b) {
        return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
    }

    /** Returns whether two values are near enough; any NaN is like any other, since the API shows no bits. */
    boolean same(double a, double b) {
        return sameBits(a, b)
                || !zeroSigns && a == b
                || Double.isFinite(a - b) && Math.abs(a - b) <= allowed(Math.max(Math.abs(a), Math.abs(b)));
    }

    private double allowed(double larger) {
        return Math.max(ulps * Math.ulp(larger), relative * larger);
    }
}
