package io.dunlin.promql.parser;

import static io.dunlin.promql.text.Quoting.quoteCharacter;

import io.dunlin.promql.grammar.PromqlLexer;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;

/**
 * Finds the first place in a query where the text is no token, or where brackets do not match, and says so in the words
 * of Prometheus's lexer, which tracks the same state: how many parentheses are open, whether a bracket is, and whether a
 * duration and a colon were seen inside it.
 */
final class LexicalCheck {
    private final String query;
    private final List<? extends Token> tokens;

    private int openParens;
    private boolean inBrackets;
    private boolean inBraces;
    private boolean colonSeen;
    /** Whether any bracket so far held a number: Prometheus does not reset this. */
    private boolean durationSeen;
    /** Whether a number was seen inside the open bracket; from there on Prometheus names other characters differently. */
    private boolean afterNumber;

    private LexicalCheck(String query, List<? extends Token> tokens) {
        this.query = query;
        this.tokens = tokens;
    }

    /** Returns the first fault in the tokens of a query, the end of input last among them. */
    static Optional<LexicalFault> firstFault(String query, List<? extends Token> tokens) {
        return new LexicalCheck(query, tokens).run();
    }

    private Optional<LexicalFault> run() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String reason = check(token);
            if (reason != null) {
                return Optional.of(new LexicalFault(i, position(token), reason));
            }
        }
        return Optional.empty();
    }

    /** Faults of bracket and colon order are found behind the character, all others at it. */
    private int position(Token token) {
        boolean behind = switch (token.getType()) {
            case PromqlLexer.RIGHT_PAREN -> true;
            case PromqlLexer.COLON -> !afterNumber;
            default -> false;
        };
        return behind ? token.getStopIndex() + 1 : Math.min(token.getStartIndex(), query.length());
    }

    private String check(Token token) {
        if (inBrackets && !afterNumber && isForeignToDurations(token)) {
            return "unexpected character in duration expression: " + shown(token);
        }
        return switch (token.getType()) {
            case Token.EOF -> atEnd();
            case PromqlLexer.LEFT_PAREN -> openParen();
            case PromqlLexer.RIGHT_PAREN -> --openParens < 0 ? "unexpected right parenthesis ')'" : null;
            case PromqlLexer.LEFT_BRACKET -> openBracket();
            case PromqlLexer.RIGHT_BRACKET -> closeBracket();
            case PromqlLexer.LEFT_BRACE -> setInBraces(true);
            case PromqlLexer.RIGHT_BRACE -> setInBraces(false);
            case PromqlLexer.COLON -> colon();
            case PromqlLexer.NUMBER, PromqlLexer.DURATION -> number();
            case PromqlLexer.STRING, PromqlLexer.BAD_STRING -> string(token);
            case PromqlLexer.BAD_NUMBER -> badNumber(token);
            case PromqlLexer.BAD_OPERATOR -> badOperator(token);
            case PromqlLexer.BAD_CHARACTER -> "unexpected character: " + shown(token);
            case PromqlLexer.BAD_IN_BRACES -> badInBraces(token);
            case PromqlLexer.BAD_IN_BRACKETS -> badInBrackets(token);
            default -> null;
        };
    }

    /** Returns whether a token is one that brackets may hold only behind a number, where the parser refuses it. */
    private static boolean isForeignToDurations(Token token) {
        return switch (token.getType()) {
            case PromqlLexer.EQUAL,
                    PromqlLexer.ASSIGN,
                    PromqlLexer.LEFT_BRACE,
                    PromqlLexer.STRING,
                    PromqlLexer.BAD_STRING,
                    PromqlLexer.BAD_OPERATOR,
                    PromqlLexer.BRACKETS_COMMENT -> true;
            default -> false;
        };
    }

    private String atEnd() {
        if (inBraces) {
            return "unexpected end of input inside braces";
        }
        if (inBrackets && !afterNumber) {
            return "unexpected end of input in duration expression";
        }
        if (openParens != 0) {
            return "unclosed left parenthesis";
        }
        return inBrackets ? "unclosed left bracket" : null;
    }

    private String openParen() {
        openParens++;
        return null;
    }

    private String openBracket() {
        inBrackets = true;
        colonSeen = false;
        afterNumber = false;
        return null;
    }

    private String closeBracket() {
        if (!inBrackets) {
            return "unexpected right bracket ']'";
        }
        inBrackets = false;
        return null;
    }

    private String setInBraces(boolean inside) {
        inBraces = inside;
        return null;
    }

    private String number() {
        if (inBrackets) {
            afterNumber = true;
            durationSeen = true;
        }
        return null;
    }

    private String badNumber(Token token) {
        String reason = NumberScanner.classify(query, (WritableToken) token);
        return reason == null ? number() : reason;
    }

    private String colon() {
        if (!afterNumber && !durationSeen) {
            return "unexpected colon before duration in duration expression";
        }
        if (colonSeen) {
            return afterNumber ? "unexpected colon ':'" : "unexpected repeated colon in duration expression";
        }
        colonSeen = true;
        return null;
    }

    private String string(Token token) {
        try {
            StringLiterals.read(query, token.getStartIndex());
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private String badOperator(Token token) {
        String operator = token.getText().substring(0, 1);
        return "unexpected character after '" + operator + "': " + shownAt(token.getStartIndex() + 1);
    }

    private String badInBraces(Token token) {
        int start = token.getStartIndex();
        return switch (query.charAt(start)) {
            case '!' -> "unexpected character after '!' inside braces: " + shownAt(start + 1);
            case '{' -> "unexpected left brace '{'";
            default -> "unexpected character inside braces: " + shown(token);
        };
    }

    private String badInBrackets(Token token) {
        char c = query.charAt(token.getStartIndex());
        if (!afterNumber) {
            return "unexpected character in duration expression: " + shown(token);
        }
        if (c == '[') {
            return "unexpected left bracket '['";
        }
        boolean letter = c == '_' || (c < 0x80 && Character.isLetter(c));
        return "unexpected character: " + shown(token) + (letter ? ", expected ':'" : "");
    }

    private String shown(Token token) {
        return shownAt(token.getStartIndex());
    }

    /** Shows the character at an index; the end of input is shown as the replacement character. */
    private String shownAt(int index) {
        return quoteCharacter(index < query.length() ? query.codePointAt(index) : 0xFFFD);
    }
}
