package io.dunlin.promql.parser;

import io.dunlin.promql.function.AggregationOp;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.grammar.PromqlLexer;
import io.dunlin.promql.text.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;

/** Guesses the word that was meant by a misspelt one. */
final class Suggestions {
    private static final List<String> CALLABLE = new ArrayList<>();

    /** Words that may follow an expression. */
    private static final List<String> KEYWORDS = List.of(
            "and",
            "anchored",
            "atan2",
            "bool",
            "by",
            "group_left",
            "group_right",
            "ignoring",
            "offset",
            "on",
            "or",
            "smoothed",
            "unless",
            "without");

    static {
        for (PromqlFunction function : PromqlFunction.values()) {
            CALLABLE.add(function.promqlName());
        }
        for (AggregationOp op : AggregationOp.values()) {
            CALLABLE.add(op.promqlName());
        }
    }

    private Suggestions() {}

    /** Returns {@code ", did you mean …?"} for a function that does not exist, empty when nothing is near. */
    static String forFunction(String name) {
        return suggest(name, CALLABLE);
    }

    /** Returns {@code ", did you mean …?"} for an identifier where a keyword could stand, empty when nothing is near. */
    static String forWord(Token token) {
        return token.getType() == PromqlLexer.IDENTIFIER ? suggest(token.getText(), KEYWORDS) : "";
    }

    private static String suggest(String word, List<String> candidates) {
        return NearestWord.among(candidates, word.toLowerCase(Locale.ROOT))
                .map(known -> ", did you mean \"" + known + "\"?")
                .orElse("");
    }
}
