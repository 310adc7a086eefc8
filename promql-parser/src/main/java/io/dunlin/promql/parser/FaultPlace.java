package io.dunlin.promql.parser;

import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.grammar.PromqlParser.AggregateExprContext;
import io.dunlin.promql.grammar.PromqlParser.AtTimeContext;
import io.dunlin.promql.grammar.PromqlParser.CallBodyContext;
import io.dunlin.promql.grammar.PromqlParser.DurationCallContext;
import io.dunlin.promql.grammar.PromqlParser.DurationParenContext;
import io.dunlin.promql.grammar.PromqlParser.DurationQueryValueContext;
import io.dunlin.promql.grammar.PromqlParser.GroupingLabelContext;
import io.dunlin.promql.grammar.PromqlParser.GroupingLabelsContext;
import io.dunlin.promql.grammar.PromqlParser.LabelMatcherContext;
import io.dunlin.promql.grammar.PromqlParser.LabelMatchersContext;
import io.dunlin.promql.grammar.PromqlParser.OffsetModifierContext;
import io.dunlin.promql.grammar.PromqlParser.RangeSelectorContext;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Says in which part of the language a token fits nowhere, and what would fit. The part is the innermost open rule that
 * has words of its own; rules that lack nothing are passed, as the token may as well stand behind them.
 */
final class FaultPlace {
    private static final String NO_LIST = " in grouping opts, expected \"(\"";

    /** The token before the one that does not fit. */
    private final int lastType;

    private FaultPlace(int lastType) {
        this.lastType = lastType;
    }

    /** Returns the words that follow the name of the token, empty when nothing can be said. */
    static String describe(Parser parser, Token token) {
        int index = token.getTokenIndex();
        int lastType = index > 0 ? parser.getInputStream().get(index - 1).getType() : Token.EOF;
        return new FaultPlace(lastType).describe(parser.getContext());
    }

    private String describe(ParserRuleContext innermost) {
        if (lastType == PromqlLexer.GROUP_LEFT || lastType == PromqlLexer.GROUP_RIGHT) {
            return NO_LIST;
        }
        boolean innerComplete = isComplete(innermost);
        for (ParserRuleContext context = innermost; context != null; context = context.getParent()) {
            if (context != innermost) {
                innerComplete = isCompleteBehind(context, innerComplete);
            }
            String words = words(context, innerComplete);
            if (!words.isEmpty()) {
                return words;
            }
        }
        return "";
    }

    private String words(ParserRuleContext context, boolean complete) {
        if (context instanceof LabelMatcherContext) {
            return " in label matching, expected " + (isName() ? "label matching operator" : "string");
        }
        if (context instanceof LabelMatchersContext) {
            return " in label matching, expected "
                    + (isStart(PromqlLexer.LEFT_BRACE) ? "identifier or \"}\"" : "\",\" or \"}\"");
        }
        if (context instanceof GroupingLabelContext) {
            return " in grouping opts, expected label";
        }
        if (context instanceof GroupingLabelsContext) {
            return inGrouping(context);
        }
        if (context instanceof AtTimeContext) {
            return complete ? "" : " in @, expected timestamp";
        }
        if (context instanceof OffsetModifierContext) {
            return complete ? "" : " in offset, expected number, duration, step(), or range()";
        }
        if (context instanceof RangeSelectorContext) {
            return inBrackets(context, complete);
        }
        boolean aggregation = context instanceof AggregateExprContext;
        return aggregation && !complete ? " in aggregation" : "";
    }

    private boolean isName() {
        return lastType == PromqlLexer.IDENTIFIER || lastType == PromqlLexer.STRING;
    }

    private boolean isStart(int bracketType) {
        return lastType == bracketType || lastType == PromqlLexer.COMMA;
    }

    private boolean isListStart() {
        return isStart(PromqlLexer.LEFT_PAREN) || lastType == PromqlLexer.INCLUDE_PAREN;
    }

    private String inGrouping(ParserRuleContext context) {
        if (context.getChildCount() == 0) {
            return NO_LIST;
        }
        return " in grouping opts, expected " + (isListStart() ? "label" : "\",\" or \")\"");
    }

    private static String inBrackets(ParserRuleContext context, boolean complete) {
        boolean behindColon = false;
        for (ParseTree child : context.children) {
            behindColon |= isToken(child, PromqlLexer.COLON);
        }
        if (lastChildIs(context, PromqlLexer.RIGHT_BRACKET)) {
            return "";
        }
        if (behindColon) {
            return " in subquery selector, expected "
                    + (complete ? "\"]\"" : "number, duration, step(), range(), or \"]\"");
        }
        return complete
                ? " in subquery or range, expected \":\" or \"]\""
                : " in subquery or range selector, expected number, duration, step(), or range()";
    }

    /** Returns whether a rule lacks nothing, when the rule that was read inside it last lacks nothing or something. */
    private static boolean isCompleteBehind(ParserRuleContext context, boolean innerComplete) {
        return innerComplete && !needsClosing(context);
    }

    /** Returns whether a rule whose own tokens were read last lacks nothing. */
    private static boolean isComplete(ParserRuleContext context) {
        if (context.getChildCount() == 0) {
            return false;
        }
        if (needsClosing(context)) {
            return lastChildIs(context, PromqlLexer.RIGHT_PAREN);
        }
        if (context instanceof AggregateExprContext aggregate && aggregate.callBody() == null) {
            return false;
        }
        ParseTree last = context.getChild(context.getChildCount() - 1);
        if (last instanceof ParserRuleContext inner) {
            return isComplete(inner);
        }
        return isToken(last, PromqlLexer.NUMBER)
                || isToken(last, PromqlLexer.DURATION)
                || isToken(last, PromqlLexer.RIGHT_BRACKET)
                || isToken(last, PromqlLexer.RIGHT_PAREN);
    }

    private static boolean needsClosing(ParserRuleContext context) {
        return context instanceof DurationParenContext
                || context instanceof DurationCallContext
                || context instanceof DurationQueryValueContext
                || context instanceof CallBodyContext
                || context instanceof GroupingLabelsContext;
    }

    private static boolean lastChildIs(ParserRuleContext context, int type) {
        return isToken(context.getChild(context.getChildCount() - 1), type);
    }

    private static boolean isToken(ParseTree tree, int type) {
        return tree instanceof TerminalNode terminal && terminal.getSymbol().getType() == type;
    }
}
