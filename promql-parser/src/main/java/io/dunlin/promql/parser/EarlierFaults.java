package io.dunlin.promql.parser;

import io.dunlin.promql.grammar.PromqlParser.CallBodyContext;
import io.dunlin.promql.grammar.PromqlParser.ExprContext;
import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Finds faults of the builder, like unknown functions, in the part of a query before a syntax error. Prometheus finds them
 * while it parses, so they are what it reports.
 */
final class EarlierFaults {
    private final AstBuilder builder;

    EarlierFaults(AstBuilder builder) {
        this.builder = builder;
    }

    /**
     * Builds every expression that was read whole.
     *
     * @param innermost the rule in which the parser stopped
     * @param behindText whether it stopped at text that is no token, which Prometheus meets before it ends a list
     * @throws io.dunlin.promql.ast.ParseException for the first fault
     */
    void throwFirst(ParserRuleContext innermost, boolean behindText) {
        Deque<ParserRuleContext> open = new ArrayDeque<>();
        for (ParserRuleContext context = innermost; context != null; context = context.getParent()) {
            open.push(context);
        }
        for (ParserRuleContext context : open) {
            if (context instanceof ExprContext && context.getStop() != null) {
                builder.build(context);
            } else {
                buildChildren(context);
            }
        }
        if (innermost instanceof CallBodyContext list && list.getChildCount() > 0 && !behindText) {
            builder.arguments(list);
        }
    }

    private void buildChildren(ParserRuleContext context) {
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof ExprContext expr) {
                builder.build(expr);
            } else if (context.getChild(i) instanceof ParserRuleContext part) {
                buildChildren(part);
            }
        }
    }
}
