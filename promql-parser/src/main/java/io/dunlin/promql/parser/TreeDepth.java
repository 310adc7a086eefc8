package io.dunlin.promql.parser;

import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.grammar.PromqlParser.DurationExprContext;
import io.dunlin.promql.grammar.PromqlParser.ExprContext;
import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Measures how deep a parse tree is without recursion. The parser reads a chain of operators in a loop, but the tree of n
 * operators is n deep, and everything behind the parser walks trees recursively.
 */
final class TreeDepth {
    private record Visit(ParserRuleContext node, int depth) {}

    private TreeDepth() {}

    /**
     * Checks a tree.
     *
     * @throws ParseException when more than {@code maxDepth} expressions stand inside each other
     */
    static void check(String query, ParserRuleContext tree, int maxDepth) {
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(tree, 0));
        while (!open.isEmpty()) {
            Visit visit = open.pop();
            int depth = visit.depth + (isNesting(visit.node) ? 1 : 0);
            if (depth > maxDepth) {
                throw tooDeep(query, visit.node, maxDepth);
            }
            for (int i = 0; i < visit.node.getChildCount(); i++) {
                if (visit.node.getChild(i) instanceof ParserRuleContext child) {
                    open.push(new Visit(child, depth));
                }
            }
        }
    }

    static boolean isNesting(ParserRuleContext node) {
        return node instanceof ExprContext || node instanceof DurationExprContext;
    }

    static ParseException tooDeep(String query, ParserRuleContext node, int maxDepth) {
        int at = node.getStart().getStartIndex();
        String reason = "expressions are nested too deeply, the limit is " + maxDepth;
        return new ParseException(query, new Span(at, at + 1), reason);
    }
}
