package io.dunlin.promql.check;

import static io.dunlin.promql.text.Quoting.quote;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ExprVisitor;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.function.ValueType;

/**
 * Checks what the grammar cannot: the types of operands and arguments and how many there are, and that selectors select
 * something. Faults are reported in Prometheus's words and order; the first one ends the check.
 */
public final class TypeChecker implements ExprVisitor<ValueType> {
    private final String query;

    private TypeChecker(String query) {
        this.query = query;
    }

    /**
     * Checks an expression.
     *
     * @param query the text that the expression was read from
     * @throws ParseException when the expression can have no value
     */
    public static void check(String query, Expr expr) {
        expr.accept(new TypeChecker(query));
    }

    @Override
    public ValueType visitNumber(NumberLiteral number) {
        return number.type();
    }

    @Override
    public ValueType visitString(StringLiteral string) {
        return string.type();
    }

    @Override
    public ValueType visitVectorSelector(VectorSelector selector) {
        requireOneName(selector);
        if (selector.name().isEmpty() && selector.matchers().stream().allMatch(MatcherCheck::matchesEmpty)) {
            throw fault(selector.span(), "vector selector must contain at least one non-empty matcher");
        }
        return selector.type();
    }

    private void requireOneName(VectorSelector selector) {
        if (selector.name().isEmpty()) {
            return;
        }
        for (Matcher matcher : selector.matchers()) {
            if (matcher.name().equals(Matcher.METRIC_NAME)) {
                String names = quote(selector.name()) + " or " + quote(matcher.value());
                throw fault(selector.span(), "metric name must not be set twice: " + names);
            }
        }
    }

    @Override
    public ValueType visitMatrixSelector(MatrixSelector selector) {
        selector.selector().accept(this);
        return selector.type();
    }

    @Override
    public ValueType visitSubquery(SubqueryExpr subquery) {
        ValueType type = subquery.expr().accept(this);
        if (type != ValueType.VECTOR) {
            throw fault(
                    subquery.span(), "subquery is only allowed on instant vector, got " + type.apiName() + " instead");
        }
        return subquery.type();
    }

    @Override
    public ValueType visitParen(ParenExpr paren) {
        return paren.expr().accept(this);
    }

    @Override
    public ValueType visitUnary(UnaryExpr unary) {
        ValueType type = unary.expr().accept(this);
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw fault(
                    unary.span(),
                    "unary expression only allowed on expressions of type scalar or instant vector, got "
                            + quote(type.documentedName()));
        }
        return type;
    }

    @Override
    public ValueType visitAggregate(AggregateExpr aggregate) {
        require(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
        if (aggregate.param().isPresent()) {
            ValueType type = aggregate.op().parameterType().orElseThrow();
            require(aggregate.param().get(), type, "aggregation parameter");
        }
        return aggregate.type();
    }

    @Override
    public ValueType visitCall(Call call) {
        checkArgumentCount(call);
        boolean infoLabels = call.function().has(FunctionFlag.MATCHES_INFO_LABELS)
                && call.args().size() > 1;
        if (infoLabels) {
            checkInfoLabels(call);
        }
        for (int i = 0; i < call.args().size(); i++) {
            boolean checked = infoLabels && i == 1;
            if (!checked) {
                ValueType wanted = call.function().argumentType(i).orElseThrow();
                require(call.args().get(i), wanted, context(call));
            }
        }
        return call.type();
    }

    private void checkArgumentCount(Call call) {
        PromqlFunction function = call.function();
        int count = call.args().size();
        int min = function.minArguments();
        int max = function.maxArguments();
        if (min == max && count != min) {
            throw wrongCount(call, "expected " + min);
        }
        if (count < min) {
            throw wrongCount(call, "expected at least " + min);
        }
        if (count > max) {
            throw wrongCount(call, "expected at most " + max);
        }
    }

    private ParseException wrongCount(Call call, String expected) {
        String name = quote(call.function().promqlName());
        String got = String.valueOf(call.args().size());
        return fault(call.span(), expected + " argument(s) in call to " + name + ", got " + got);
    }

    /** Checks label matchers for info metrics: a selector without a name that, unlike others, may match everything. */
    private void checkInfoLabels(Call call) {
        Expr labels = call.args().get(1);
        if (labels.type() != ValueType.VECTOR) {
            throw wrongType(call.span(), ValueType.VECTOR, context(call), labels.type());
        }
        if (!(labels instanceof VectorSelector selector)) {
            throw fault(labels.span(), "expected label selectors only");
        }
        if (!selector.name().isEmpty()) {
            throw fault(labels.span(), "expected label selectors only, got vector selector instead");
        }
    }

    private static String context(Call call) {
        return "call to function " + quote(call.function().promqlName());
    }

    @Override
    public ValueType visitBinary(BinaryExpr binary) {
        ValueType left = binary.left().accept(this);
        ValueType right = binary.right().accept(this);
        checkBool(binary, left, right);
        checkLabels(binary);
        requireScalarOrVector(binary.left(), left);
        requireScalarOrVector(binary.right(), right);
        checkMatching(binary, left, right);
        return binary.type();
    }

    private void checkBool(BinaryExpr binary, ValueType left, ValueType right) {
        if (binary.returnBool() && !binary.op().isComparison()) {
            throw fault(operatorSpan(binary), "bool modifier can only be used on comparison operators");
        }
        boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
        if (binary.op().isComparison() && !binary.returnBool() && scalars) {
            throw fault(operatorSpan(binary), "comparisons between scalars must use BOOL modifier");
        }
    }

    private void checkLabels(BinaryExpr binary) {
        VectorMatching matching = binary.matching();
        for (String label : matching.labels()) {
            if (matching.on() && matching.include().contains(label)) {
                throw fault(
                        operatorSpan(binary),
                        "label " + quote(label) + " must not occur in ON and GROUP clause at once");
            }
        }
    }

    private void requireScalarOrVector(Expr side, ValueType type) {
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw fault(side.span(), "binary expression must contain only scalar and instant vector types");
        }
    }

    private void checkMatching(BinaryExpr binary, ValueType left, ValueType right) {
        VectorMatching matching = binary.matching();
        boolean vectors = left == ValueType.VECTOR && right == ValueType.VECTOR;
        if (!vectors && !matching.labels().isEmpty()) {
            throw fault(binary.span(), "vector matching only allowed between instant vectors");
        }
        if (!vectors && matching.fills()) {
            throw fault(binary.span(), "filling in missing series only allowed between instant vectors");
        }
        if (!binary.op().isSet()) {
            return;
        }
        String operator = quote(binary.op().symbol());
        if (!vectors) {
            throw fault(binary.span(), "set operator " + operator + " not allowed in binary scalar expression");
        }
        if (matching.cardinality().isGrouped()) {
            throw fault(binary.span(), "no grouping allowed for " + operator + " operation");
        }
        if (matching.fills()) {
            throw fault(binary.span(), "filling in missing series not allowed for set operators");
        }
    }

    /** Returns the span between both sides, without the space around it. */
    private Span operatorSpan(BinaryExpr binary) {
        int start = binary.left().span().end();
        int end = binary.right().span().start();
        while (start < end && isSpace(query.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(query.charAt(end - 1))) {
            end--;
        }
        return new Span(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private void require(Expr expr, ValueType wanted, String context) {
        ValueType type = expr.accept(this);
        if (type != wanted) {
            throw wrongType(expr.span(), wanted, context, type);
        }
    }

    private ParseException wrongType(Span span, ValueType wanted, String context, ValueType got) {
        return fault(
                span, "expected type " + wanted.documentedName() + " in " + context + ", got " + got.documentedName());
    }

    private ParseException fault(Span span, String reason) {
        return new ParseException(query, span, reason);
    }
}
