package io.dunlin.promql.parser;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Stops the generated parser, which is recursive, when expressions stand too deep inside each other. What it can't see,
 * chains of operators, {@link TreeDepth} checks afterwards.
 */
final class DepthGuard implements ParseTreeListener {
    private final String query;
    private final int maxDepth;
    private int depth;

    DepthGuard(String query, int maxDepth) {
        this.query = query;
        this.maxDepth = maxDepth;
    }

    @Override
    public void enterEveryRule(ParserRuleContext context) {
        if (TreeDepth.isNesting(context)) {
            depth++;
        }
        if (depth > maxDepth) {
            throw TreeDepth.tooDeep(query, context, maxDepth);
        }
    }

    @Override
    public void exitEveryRule(ParserRuleContext context) {
        if (TreeDepth.isNesting(context)) {
            depth--;
        }
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
