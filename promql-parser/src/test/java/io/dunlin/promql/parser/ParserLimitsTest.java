package io.dunlin.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.format.Formatter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long and deep queries end in bounded time, and those within the limits do not need more stack than threads have. */
class ParserLimitsTest {
    private static final ParserOptions ALL = ParserOptions.all();
    private static final int SMALL_STACK = 1 << 20;

    static Stream<Arguments> nested() {
        return Stream.of(
                Arguments.of("(", "x", ")"),
                Arguments.of("-", "x", ""),
                Arguments.of("x ^ ", "x", ""),
                Arguments.of("x or ", "x", ""),
                Arguments.of("x + on (a) group_left (b) ", "x", ""),
                Arguments.of("abs(", "x", ")"),
                Arguments.of("sum by (a) (", "x", ")"),
                Arguments.of("sum(", "x", ") by (a)"),
                Arguments.of("1 * -", "1", ""),
                Arguments.of("", "x", "[1h:1m]"),
                Arguments.of("", "x[1", " + 1"),
                Arguments.of("", "x offset (1)", " + 1"));
    }

    @ParameterizedTest
    @MethodSource("nested")
    void refusesDeepNesting(String left, String inside, String right) {
        int levels = (ALL.maxLength() - 20) / (left.length() + right.length());
        String close = inside.contains("[") ? "]" : "";
        String query = left.repeat(levels) + inside + right.repeat(levels) + close;

        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThatExceptionOfType(ParseException.class)
                        .isThrownBy(() -> PromqlParser.parse(query, ALL))
                        .withMessageContaining("nested too deeply, the limit is 500"));
    }

    @ParameterizedTest
    @MethodSource("nested")
    void walksWhatItAcceptsOnASmallStack(String left, String inside, String right) throws InterruptedException {
        boolean typed = !right.startsWith("[");
        int levels = typed ? ALL.maxDepth() - 10 : 0;
        String close = inside.contains("[") ? "]" : "";
        String query = left.repeat(levels) + inside + right.repeat(levels) + close;

        assertThat(onSmallStack(() -> {
                    Expr expr = PromqlParser.parse(query, ALL);
                    return PromqlParser.parse(Formatter.pretty(expr), ALL).equals(expr);
                }))
                .isEqualTo(true);
    }

    private static Object onSmallStack(java.util.concurrent.Callable<?> work) throws InterruptedException {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Runnable task = () -> {
            try {
                outcome.set(work.call());
            } catch (Exception | StackOverflowError e) {
                outcome.set(e);
            }
        };
        Thread thread = new Thread(null, task, "small-stack", SMALL_STACK);
        thread.start();
        thread.join();
        return outcome.get();
    }

    @Test
    void refusesALongQuery() {
        String query = " ".repeat(ALL.maxLength()) + "x";

        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> PromqlParser.parse(query, ALL))
                .withMessageContaining("query has 1048577 characters, the limit is 1048576");
    }

    @Test
    void readsLongListsInBoundedTime() {
        String matchers = "x{" + "a=\"b\",".repeat(50_000) + "}";
        String labels = "sum by (" + "a,".repeat(50_000) + ") (x)";
        String alternatives = "x{a=~\"" + "abc|".repeat(50_000) + "\"}";

        Assertions.assertTimeout(Duration.ofSeconds(30), () -> {
            PromqlParser.parse(matchers, ALL);
            PromqlParser.parse(labels, ALL);
            PromqlParser.parse(alternatives, ALL);
        });
    }

    @Test
    void refusesRegularExpressionsThatNestTooDeeply() {
        String query = "x{a=~\"" + "(".repeat(100_000) + ")".repeat(100_000) + "\"}";

        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> PromqlParser.parse(query, ALL))
                .withMessageContaining("expression nests too deeply");
    }

    static Stream<Arguments> heavyExpressions() {
        return Stream.of(
                Arguments.of("(a|b)*".repeat(5_000), "repetitions and alternatives"),
                Arguments.of("a*".repeat(20_000), "repetitions and alternatives"),
                Arguments.of("(x|yz)?".repeat(20_000), "repetitions and alternatives"),
                Arguments.of("(?:a?b?c?){1000}.{0,1000}", "repetitions and alternatives"),
                Arguments.of("((((a{0,10}){0,10}){0,10})b?){1}c{0,1000}d{0,1000}", "repetitions and alternatives"),
                Arguments.of("(?i:" + "abc|".repeat(20_000) + ")", "repetitions and alternatives"),
                Arguments.of("abc.|".repeat(20_000), "repetitions and alternatives"),
                Arguments.of("(.{1000})".repeat(1_000), "steps and groups"),
                Arguments.of("(a)".repeat(1_000), "steps and groups"),
                Arguments.of("\\\\pL".repeat(5_000), "steps and groups"),
                Arguments.of("[\\\\pL\\\\pN]".repeat(5_000), "steps and groups"));
    }

    @ParameterizedTest
    @MethodSource("heavyExpressions")
    void refusesRegularExpressionsThatWouldTakeTooMuchStackTimeOrMemory(String regex, String limit) {
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThatExceptionOfType(ParseException.class)
                        .isThrownBy(() -> PromqlParser.parse("x{a=~\"" + regex + "\"}", ALL))
                        .withMessageContaining("error parsing regexp: expression is too large: " + limit + "=")
                        .withMessageContaining("limit="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod-[0-9a-f]{8,16}-[a-z0-9]{5}",
                "(?i)(GET|POST).*/api/v[0-9]+/(query|query_range|series)(/.*)?",
                "(a{0,30}b{0,30}){10}",
                "\\\\p{Greek}+\\\\d{1,3}"
            })
    void readsOrdinaryRegularExpressions(String regex) {
        assertThat(PromqlParser.parse("x{a=~\"" + regex + "\"}", ALL)).isNotNull();
    }

    @Test
    void readsLiteralAlternativesWithoutLimit() {
        String names = IntStream.range(0, 40_000)
                .mapToObj(i -> "node-" + i * 7919L + "\\\\.dc")
                .collect(Collectors.joining("|"));

        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            PromqlParser.parse("x{a=~\"" + names + "\"}", ALL);
            PromqlParser.parse("x{a!~\"(" + names + ")\"}", ALL);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'a|b',false",
        "'a|',true",
        "'|a',true",
        "'a||b',true",
        "'a\\\\||b',false",
        "'(a|b)',false",
        "'(?:a|)',true"
    })
    void knowsWhetherAlternativesMatchNothing(String regex, boolean empty) {
        String query = "{a=~\"" + regex + "\"}";
        if (empty) {
            assertThatExceptionOfType(ParseException.class)
                    .isThrownBy(() -> PromqlParser.parse(query, ALL))
                    .withMessageContaining("at least one non-empty matcher");
        } else {
            assertThat(PromqlParser.parse(query, ALL)).isNotNull();
        }
    }
}
