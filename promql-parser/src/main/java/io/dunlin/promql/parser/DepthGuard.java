package io.dunlin.promql.parser;

import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Stops the parser when expressions stand too deep inside each other, so that neither it nor anything that walks the tree
 * later runs out of stack. Every rule that is open counts, a chain of operators once for each operator.
 */
final class DepthGuard implements ParseTreeListener {
    /** A call inside a call opens two rules (the call and its arguments), which is the most that one expression takes. */
    private static final int RULES_PER_EXPRESSION = 2;

    private final String query;
    private final int maxDepth;
    private int depth;

    DepthGuard(String query, int maxDepth) {
        this.query = query;
        this.maxDepth = maxDepth;
    }

    @Override
    public void enterEveryRule(ParserRuleContext context) {
        depth++;
        if (depth > maxDepth * RULES_PER_EXPRESSION) {
            int at = context.getStart().getStartIndex();
            throw new ParseException(
                    query, new Span(at, at + 1), "expressions are nested too deeply, the limit is " + maxDepth);
        }
    }

    @Override
    public void exitEveryRule(ParserRuleContext context) {
        depth--;
    }

    @Override
    public void visitTerminal(TerminalNode node) {
        // Tokens have no depth.
    }

    @Override
    public void visitErrorNode(ErrorNode node) {
        // The first fault ends the parse, so there are none.
    }
}
