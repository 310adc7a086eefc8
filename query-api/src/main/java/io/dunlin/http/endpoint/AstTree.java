package io.dunlin.http.endpoint;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ExprVisitor;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.function.Parameter;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.number.GoFloatFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An expression as {@code /parse_query} shows it: maps, lists and plain values, the members of a map in the order of
 * their names, as Prometheus prints them. Times are milliseconds.
 */
final class AstTree implements ExprVisitor<Object> {
    private static final AstTree BUILDER = new AstTree();

    private AstTree() {}

    /** Returns the tree of an expression. */
    static Object of(Expr expr) {
        return expr.accept(BUILDER);
    }

    /** Returns a node that says what it is. */
    static SortedMap<String, Object> node(String type) {
        SortedMap<String, Object> node = new TreeMap<>();
        node.put("type", type);
        return node;
    }

    @Override
    public Object visitNumber(NumberLiteral number) {
        SortedMap<String, Object> node = node("numberLiteral");
        node.put("val", GoFloatFormat.fixed(number.value()));
        return node;
    }

    @Override
    public Object visitString(StringLiteral string) {
        SortedMap<String, Object> node = node("stringLiteral");
        node.put("val", string.value());
        return node;
    }

    @Override
    public Object visitVectorSelector(VectorSelector selector) {
        SortedMap<String, Object> node = node("vectorSelector");
        addSelector(node, selector);
        return node;
    }

    @Override
    public Object visitMatrixSelector(MatrixSelector matrix) {
        SortedMap<String, Object> node = node("matrixSelector");
        addSelector(node, matrix.selector());
        addDuration(node, "range", Optional.of(matrix.range()));
        return node;
    }

    private static void addSelector(SortedMap<String, Object> node, VectorSelector selector) {
        node.put("name", selector.name());
        node.put(
                "matchers",
                selector.allMatchers().stream().map(AstTree::matcher).toList());
        node.put("anchored", selector.mode() == RangeMode.ANCHORED);
        node.put("smoothed", selector.mode() == RangeMode.SMOOTHED);
        addTime(node, selector.at(), selector.offset());
    }

    private static SortedMap<String, Object> matcher(Matcher matcher) {
        SortedMap<String, Object> node = node(matcher.op().symbol());
        node.put("name", matcher.name());
        node.put("value", matcher.value());
        return node;
    }

    private static void addTime(
            SortedMap<String, Object> node, Optional<AtModifier> at, Optional<DurationExpr> offset) {
        addDuration(node, "offset", offset);
        AtModifier.Anchor anchor = at.map(AtModifier::anchor).orElse(null);
        boolean fixed = anchor == AtModifier.Anchor.TIMESTAMP;
        node.put("timestamp", fixed ? (Object) at.get().timestamp() : null);
        node.put("startOrEnd", anchor == null || fixed ? null : anchor == AtModifier.Anchor.START ? "start" : "end");
    }

    /** A duration is a number, or 0 with the arithmetic beside it. */
    private static void addDuration(SortedMap<String, Object> node, String name, Optional<DurationExpr> duration) {
        Optional<Long> millis = duration.flatMap(DurationTree::millis);
        node.put(name, millis.orElse(0L));
        node.put(
                name + "Expr",
                millis.isPresent() ? null : duration.map(DurationTree::of).orElse(null));
    }

    @Override
    public Object visitSubquery(SubqueryExpr subquery) {
        SortedMap<String, Object> node = node("subquery");
        node.put("expr", of(subquery.expr()));
        addDuration(node, "range", Optional.of(subquery.range()));
        addDuration(node, "step", subquery.step());
        addTime(node, subquery.at(), subquery.offset());
        return node;
    }

    @Override
    public Object visitParen(ParenExpr paren) {
        SortedMap<String, Object> node = node("parenExpr");
        node.put("expr", of(paren.expr()));
        return node;
    }

    @Override
    public Object visitUnary(UnaryExpr unary) {
        SortedMap<String, Object> node = node("unaryExpr");
        node.put("op", unary.sign().symbol());
        node.put("expr", of(unary.expr()));
        return node;
    }

    @Override
    public Object visitBinary(BinaryExpr binary) {
        SortedMap<String, Object> node = node("binaryExpr");
        node.put("op", binary.op().symbol());
        node.put("lhs", of(binary.left()));
        node.put("rhs", of(binary.right()));
        node.put("bool", binary.returnBool());
        node.put("matching", binary.matchesVectors() ? matching(binary.matching()) : null);
        return node;
    }

    private static SortedMap<String, Object> matching(VectorMatching matching) {
        SortedMap<String, Object> fill = new TreeMap<>();
        fill.put("lhs", orNull(matching.fillLeft()));
        fill.put("rhs", orNull(matching.fillRight()));
        SortedMap<String, Object> node = new TreeMap<>();
        node.put("card", matching.cardinality().apiName());
        node.put("labels", matching.labels());
        node.put("on", matching.on());
        node.put("include", matching.include());
        node.put("fillValues", fill);
        return node;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    @Override
    public Object visitAggregate(AggregateExpr aggregate) {
        SortedMap<String, Object> node = node("aggregation");
        node.put("op", aggregate.op().promqlName());
        node.put("expr", of(aggregate.expr()));
        node.put("param", aggregate.param().map(AstTree::of).orElse(null));
        node.put("grouping", aggregate.grouping());
        node.put("without", aggregate.without());
        return node;
    }

    @Override
    public Object visitCall(Call call) {
        SortedMap<String, Object> node = node("call");
        node.put("func", function(call.function()));
        List<Object> args = new ArrayList<>();
        call.args().forEach(arg -> args.add(of(arg)));
        node.put("args", args);
        return node;
    }

    private static SortedMap<String, Object> function(PromqlFunction function) {
        List<String> types = function.parameters().stream()
                .map(parameter -> parameter.type().apiName())
                .toList();
        SortedMap<String, Object> node = new TreeMap<>();
        node.put("name", function.promqlName());
        node.put("argTypes", types);
        node.put("returnType", function.returnType().apiName());
        node.put("variadic", variadic(function, types.size()));
        return node;
    }

    /** Prometheus's figure: how many times the last type may be given, 0 for exactly once, -1 for any number of times. */
    private static int variadic(PromqlFunction function, int types) {
        if (function.maxArguments() == Parameter.UNLIMITED) {
            return -1;
        }
        boolean fixed = function.minArguments() == function.maxArguments();
        return fixed ? 0 : function.maxArguments() - types + 1;
    }
}
