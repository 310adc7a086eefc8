package io.dunlin.promql.parser;

import io.dunlin.promql.ast.NumberLiteral;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorMatching.Cardinality;
import io.dunlin.promql.function.BinaryOp;
import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.grammar.PromqlParser;
import io.dunlin.promql.text.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.antlr.v4.runtime.Token;

/** Builds the clauses between the sides of a binary operation, and label lists. */
final class ModifierBuilder {
    private final BuildContext context;

    ModifierBuilder(BuildContext context) {
        this.context = context;
    }

    /** Returns how vectors match under an operator. */
    VectorMatching matching(BinaryOp op, PromqlParser.BinaryModifierContext tree) {
        VectorMatching clauses =
                tree.vectorMatching() == null ? VectorMatching.DEFAULT : clauses(tree.vectorMatching());
        boolean manyToMany = op.isSet() && !clauses.cardinality().isGrouped();
        return new VectorMatching(
                manyToMany ? Cardinality.MANY_TO_MANY : clauses.cardinality(),
                clauses.on(),
                clauses.labels(),
                clauses.include(),
                fill(tree.fillModifiers(), true),
                fill(tree.fillModifiers(), false));
    }

    private VectorMatching clauses(PromqlParser.VectorMatchingContext tree) {
        boolean on = tree.kind.getType() == PromqlLexer.ON;
        List<String> labels = labels(tree.groupingLabels(0));
        if (tree.group == null) {
            return VectorMatching.of(Cardinality.ONE_TO_ONE, on, labels, List.of());
        }
        boolean left = tree.group.getType() == PromqlLexer.GROUP_LEFT;
        List<String> include = tree.groupingLabels().size() > 1 ? labels(tree.groupingLabels(1)) : List.of();
        return VectorMatching.of(left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY, on, labels, include);
    }

    private OptionalDouble fill(PromqlParser.FillModifiersContext tree, boolean left) {
        if (tree == null) {
            return OptionalDouble.empty();
        }
        PromqlParser.FillValueContext side = left ? tree.left : tree.right;
        PromqlParser.FillValueContext value = tree.both != null ? tree.both : side;
        if (value == null) {
            return OptionalDouble.empty();
        }
        NumberLiteral number = context.signed(value.sign, value.number());
        return OptionalDouble.of(number.value());
    }

    /** Returns the labels of a list in parentheses. */
    List<String> labels(PromqlParser.GroupingLabelsContext tree) {
        List<String> labels = new ArrayList<>();
        for (PromqlParser.GroupingLabelContext label : tree.groupingLabel()) {
            Token token = label.getStart();
            String name = label.STRING() == null ? token.getText() : context.string(token);
            if (name.isEmpty()) {
                Span span = BuildContext.span(token);
                throw context.fault(span, "invalid label name for grouping: " + Quoting.quote(name));
            }
            labels.add(name);
        }
        return labels;
    }
}
