package io.dunlin.promql.format;

import io.dunlin.promql.ast.AggregateExpr;
import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationParen;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.ParenExpr;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.SubqueryExpr;
import io.dunlin.promql.ast.UnaryExpr;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorMatching.Cardinality;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.function.FunctionFlag;
import io.dunlin.promql.function.Parameter;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.function.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Makes random expressions that have a type and that the parser could have made. */
final class ExprGenerator {
    private static final int UNARY_PRECEDENCE = BinaryOp.MUL.precedence();

    private final Random random;
    private final PartGenerator parts;

    ExprGenerator(Random random) {
        this.random = random;
        this.parts = new PartGenerator(random);
    }

    Expr any(int depth) {
        return ofType(ValueType.values()[random.nextInt(ValueType.values().length)], depth);
    }

    private Expr ofType(ValueType type, int depth) {
        return switch (type) {
            case SCALAR -> scalar(depth);
            case VECTOR -> vector(depth);
            case MATRIX -> matrix(depth);
            case STRING -> new StringLiteral(parts.string(), Span.NONE);
        };
    }

    private Expr scalar(int depth) {
        return switch (depth <= 0 ? 0 : random.nextInt(5)) {
            case 0 -> parts.number();
            case 1 -> new ParenExpr(scalar(depth - 1), Span.NONE);
            case 2 -> unary(scalar(depth - 1));
            case 3 -> scalarBinary(depth);
            default -> call(ValueType.SCALAR, depth);
        };
    }

    private Expr vector(int depth) {
        return switch (depth <= 0 ? 0 : random.nextInt(6)) {
            case 0 -> selector();
            case 1 -> new ParenExpr(vector(depth - 1), Span.NONE);
            case 2 -> unary(vector(depth - 1));
            case 3 -> vectorBinary(depth);
            case 4 -> aggregate(depth);
            default -> call(ValueType.VECTOR, depth);
        };
    }

    /** Returns a selector; one whose offset would take the arithmetic behind it gets parentheses. */
    private Expr selector() {
        VectorSelector selector = modified();
        boolean greedy =
                selector.offset().filter(DurationParen.class::isInstance).isPresent();
        return greedy ? new ParenExpr(selector, Span.NONE) : selector;
    }

    private VectorSelector modified() {
        RangeMode[] modes = RangeMode.values();
        return parts.selector()
                .withMode(modes[random.nextInt(modes.length)])
                .withAt(at())
                .withOffset(parts.offset());
    }

    private Optional<AtModifier> at() {
        return switch (random.nextInt(5)) {
            case 0 -> Optional.of(AtModifier.at(random.nextLong() >> 20));
            case 1 -> Optional.of(AtModifier.START);
            case 2 -> Optional.of(AtModifier.END);
            default -> Optional.empty();
        };
    }

    private Expr matrix(int depth) {
        if (depth <= 0 || random.nextBoolean()) {
            return new MatrixSelector(modified(), parts.positive(), Span.NONE);
        }
        DurationExpr range = parts.beforeColon();
        Optional<DurationExpr> step = random.nextBoolean() ? Optional.empty() : Optional.of(parts.positive());
        Expr inner = vector(depth - 1);
        Expr primary = precedence(inner) < Integer.MAX_VALUE ? new ParenExpr(inner, Span.NONE) : inner;
        return new SubqueryExpr(primary, range, step, at(), parts.offset(), Span.NONE);
    }

    private Expr unary(Expr operand) {
        boolean literal = operand instanceof NumberLiteral;
        boolean loose = precedence(operand) < UNARY_PRECEDENCE
                || operand instanceof BinaryExpr binary && binary.op().precedence() == UNARY_PRECEDENCE;
        Expr wrapped = literal || loose ? new ParenExpr(operand, Span.NONE) : operand;
        UnaryExpr.Sign sign = random.nextBoolean() ? UnaryExpr.Sign.PLUS : UnaryExpr.Sign.MINUS;
        return new UnaryExpr(sign, wrapped, Span.NONE);
    }

    private Expr scalarBinary(int depth) {
        BinaryOp op = operator();
        while (op.isSet()) {
            op = operator();
        }
        Expr left = left(op, scalar(depth - 1));
        Expr right = right(op, scalar(depth - 1));
        return new BinaryExpr(op, left, right, op.isComparison(), VectorMatching.DEFAULT, Span.NONE);
    }

    private Expr vectorBinary(int depth) {
        BinaryOp op = operator();
        boolean returnBool = op.isComparison() && random.nextBoolean();
        Expr first = vector(depth - 1);
        if (!op.isSet() && random.nextInt(3) == 0) {
            boolean scalarLeft = random.nextBoolean();
            Expr left = left(op, scalarLeft ? scalar(depth - 1) : first);
            Expr right = right(op, scalarLeft ? first : scalar(depth - 1));
            return new BinaryExpr(op, left, right, returnBool, VectorMatching.DEFAULT, Span.NONE);
        }
        Expr right = right(op, vector(depth - 1));
        return new BinaryExpr(op, left(op, first), right, returnBool, matching(op), Span.NONE);
    }

    private BinaryOp operator() {
        return BinaryOp.values()[random.nextInt(BinaryOp.values().length)];
    }

    private VectorMatching matching(BinaryOp op) {
        boolean on = random.nextBoolean();
        List<String> labels = on || random.nextBoolean() ? parts.labels("on") : List.of();
        if (op.isSet()) {
            return VectorMatching.of(Cardinality.MANY_TO_MANY, on, labels, List.of());
        }
        Cardinality[] cardinalities = {Cardinality.ONE_TO_ONE, Cardinality.MANY_TO_ONE, Cardinality.ONE_TO_MANY};
        Cardinality cardinality = cardinalities[random.nextInt(cardinalities.length)];
        List<String> include = cardinality.isGrouped() ? parts.labels("include") : List.of();
        return new VectorMatching(cardinality, on, labels, include, fill(), fill());
    }

    private OptionalDouble fill() {
        return random.nextInt(4) == 0 ? OptionalDouble.of(parts.finite()) : OptionalDouble.empty();
    }

    private Expr left(BinaryOp op, Expr side) {
        int precedence = precedence(side);
        boolean same = precedence == op.precedence() && op.isRightAssociative();
        return precedence < op.precedence() || same ? new ParenExpr(side, Span.NONE) : side;
    }

    private Expr right(BinaryOp op, Expr side) {
        if (!(side instanceof BinaryExpr binary)) {
            return side;
        }
        int precedence = binary.op().precedence();
        boolean same = precedence == op.precedence() && !op.isRightAssociative();
        return precedence < op.precedence() || same ? new ParenExpr(side, Span.NONE) : side;
    }

    /** Returns how tightly the outermost operator binds; a number may be printed with a sign, as {@code +Inf} is. */
    private static int precedence(Expr expr) {
        if (expr instanceof BinaryExpr binary) {
            return binary.op().precedence();
        }
        boolean signed =
                expr instanceof NumberLiteral number && (number.value() <= 0 || Double.isInfinite(number.value()));
        return signed || expr instanceof UnaryExpr ? UNARY_PRECEDENCE : Integer.MAX_VALUE;
    }

    private Expr aggregate(int depth) {
        AggregationOp op = AggregationOp.values()[random.nextInt(AggregationOp.values().length)];
        Optional<Expr> param = op.parameterType().map(type -> ofType(type, depth - 1));
        boolean without = random.nextBoolean();
        List<String> grouping = random.nextBoolean() ? List.of() : parts.labels("group");
        return new AggregateExpr(op, vector(depth - 1), param, grouping, without, Span.NONE);
    }

    private Expr call(ValueType returnType, int depth) {
        List<PromqlFunction> functions = Arrays.stream(PromqlFunction.values())
                .filter(function -> function.returnType() == returnType)
                .toList();
        PromqlFunction function = functions.get(random.nextInt(functions.size()));
        List<Expr> args = new ArrayList<>();
        for (Parameter parameter : function.parameters()) {
            int most = Math.min(parameter.maxCount(), parameter.minCount() + 2);
            int count = parameter.minCount() + random.nextInt(most - parameter.minCount() + 1);
            for (int i = 0; i < count; i++) {
                boolean infoLabels = function.has(FunctionFlag.MATCHES_INFO_LABELS) && args.size() == 1;
                args.add(infoLabels ? parts.nameless() : ofType(parameter.type(), depth - 1));
            }
        }
        return new Call(function, args, Span.NONE);
    }
}
