package io.dunlin.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.format.Formatter;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the tables of queries that parse, with their printed form, and of those that don't, with the message. */
class QueryTableTest {
    private static final ParserOptions ALL = ParserOptions.all();

    static Stream<Arguments> accepted() throws IOException {
        return QueryTable.read("parse-ok.txt");
    }

    static Stream<Arguments> refused() throws IOException {
        return QueryTable.read("parse-errors.txt");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void printsWhatItParsed(String query, String printed) {
        assertThat(Formatter.format(PromqlParser.parse(query, ALL))).isEqualTo(printed);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void parsesWhatItPrinted(String query, String printed) {
        Expr expr = PromqlParser.parse(query, ALL);

        assertThat(PromqlParser.parse(printed, ALL)).isEqualTo(expr);
        assertThat(PromqlParser.parse(Formatter.pretty(expr), ALL)).isEqualTo(expr);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatIsWrong(String query, String message) {
        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> PromqlParser.parse(query, ALL))
                .withMessage(message);
    }
}
