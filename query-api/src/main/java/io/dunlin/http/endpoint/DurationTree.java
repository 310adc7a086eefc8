package io.dunlin.http.endpoint;

import io.dunlin.promql.ast.DurationBinary;
import io.dunlin.promql.ast.DurationExpr;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.DurationNegation;
import io.dunlin.promql.ast.DurationParen;
import io.dunlin.promql.ast.DurationQueryValue;
import io.dunlin.promql.ast.DurationVisitor;
import io.dunlin.promql.number.GoFloatFormat;
import java.util.Optional;
import java.util.SortedMap;

/** The arithmetic of a duration as {@code /parse_query} shows it. */
final class DurationTree implements DurationVisitor<SortedMap<String, Object>> {
    private static final DurationTree BUILDER = new DurationTree();

    private DurationTree() {}

    /** Returns the tree of a duration. */
    static Object of(DurationExpr duration) {
        return duration.accept(BUILDER);
    }

    /** Returns the milliseconds of a duration that is plain, or nothing where there is arithmetic. */
    static Optional<Long> millis(DurationExpr duration) {
        if (duration instanceof DurationLiteral literal) {
            return Optional.of(literal.millis());
        }
        boolean negative = duration instanceof DurationNegation;
        return negative && ((DurationNegation) duration).operand() instanceof DurationLiteral literal
                ? Optional.of(-literal.millis())
                : Optional.empty();
    }

    private static SortedMap<String, Object> operation(String op, Object left, Object right) {
        SortedMap<String, Object> node = AstTree.node("durationExpr");
        node.put("op", op);
        node.put("lhs", left);
        node.put("rhs", right);
        node.put("wrapped", false);
        return node;
    }

    @Override
    public SortedMap<String, Object> visitLiteral(DurationLiteral literal) {
        SortedMap<String, Object> node = AstTree.node("numberLiteral");
        node.put("val", GoFloatFormat.fixed(literal.seconds()));
        node.put("duration", literal.durationForm());
        return node;
    }

    @Override
    public SortedMap<String, Object> visitBinary(DurationBinary binary) {
        return operation(binary.op().symbol(), of(binary.left()), of(binary.right()));
    }

    @Override
    public SortedMap<String, Object> visitNegation(DurationNegation negation) {
        return operation("-", null, of(negation.operand()));
    }

    /** Parentheses are a mark on what they hold; around a plain number they mean nothing. */
    @Override
    public SortedMap<String, Object> visitParen(DurationParen paren) {
        SortedMap<String, Object> inner = paren.inner().accept(this);
        inner.replace("wrapped", true);
        return inner;
    }

    @Override
    public SortedMap<String, Object> visitQueryValue(DurationQueryValue value) {
        return operation(value.kind().keyword(), null, null);
    }
}
