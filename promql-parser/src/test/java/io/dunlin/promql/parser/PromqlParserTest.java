package io.dunlin.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dunlin.promql.ast.AtModifier;
import io.dunlin.promql.ast.BinaryExpr;
import io.dunlin.promql.ast.Call;
import io.dunlin.promql.ast.DurationLiteral;
import io.dunlin.promql.ast.Expr;
import io.dunlin.promql.ast.ExprRewriter;
import io.dunlin.promql.ast.MatchOp;
import io.dunlin.promql.ast.Matcher;
import io.dunlin.promql.ast.MatrixSelector;
import io.dunlin.promql.ast.ParseException;
import io.dunlin.promql.ast.RangeMode;
import io.dunlin.promql.ast.Span;
import io.dunlin.promql.ast.StringLiteral;
import io.dunlin.promql.ast.VectorMatching;
import io.dunlin.promql.ast.VectorSelector;
import io.dunlin.promql.format.Formatter;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.promql.function.PromqlFunction;
import io.dunlin.promql.text.EscapedUtf8;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromqlParserTest {
    private static Expr parse(String query) {
        return PromqlParser.parse(query, ParserOptions.all());
    }

    private static void assertSpan(String query, Expr expr, String text) {
        Span span = expr.span();
        assertThat(query.substring(span.start(), span.end())).isEqualTo(text);
    }

    @Test
    void keepsModifiersInTheSelector() {
        Call call = (Call) parse("rate(gpu_temp{gpu=\"0\"}[5m] anchored @ 1.5 offset 1h)");

        MatrixSelector matrix = (MatrixSelector) call.args().get(0);
        VectorSelector selector = matrix.selector();
        assertThat(call.function()).isEqualTo(PromqlFunction.RATE);
        assertThat(matrix.range()).isEqualTo(DurationLiteral.ofMillis(300_000, Span.NONE));
        assertThat(selector.mode()).isEqualTo(RangeMode.ANCHORED);
        assertThat(selector.at()).contains(AtModifier.at(1500));
        assertThat(selector.offset()).contains(DurationLiteral.ofMillis(3_600_000, Span.NONE));
        assertThat(selector.allMatchers())
                .containsExactly(
                        new Matcher(MatchOp.EQUAL, "gpu", "0"), new Matcher(MatchOp.EQUAL, "__name__", "gpu_temp"));
    }

    @Test
    void readsMatchingClauses() {
        BinaryExpr binary = (BinaryExpr) parse("a * on (x) group_right (y) fill_left (2) b");

        VectorMatching matching = binary.matching();
        assertThat(matching.cardinality()).isEqualTo(VectorMatching.Cardinality.ONE_TO_MANY);
        assertThat(matching.on()).isTrue();
        assertThat(matching.labels()).containsExactly("x");
        assertThat(matching.include()).containsExactly("y");
        assertThat(matching.fillLeft()).hasValue(2);
        assertThat(matching.fillRight()).isEmpty();
    }

    @Test
    void knowsWhereEverythingStands() {
        String query = "sum by (gpu) (\n  rate(gpu_temp[5m] offset 1h)\n) * -(\"é\" == bool gpu{a=\"𝛼\"})";
        String typed = query.replace("\"é\"", "1");
        BinaryExpr product = (BinaryExpr) parse(typed);

        Expr call = product.left().children().get(0);
        assertSpan(typed, product, typed);
        assertSpan(typed, product.left(), "sum by (gpu) (\n  rate(gpu_temp[5m] offset 1h)\n)");
        assertSpan(typed, call, "rate(gpu_temp[5m] offset 1h)");
        assertSpan(typed, call.children().get(0), "gpu_temp[5m] offset 1h");
        assertSpan(typed, product.right(), "-(1 == bool gpu{a=\"𝛼\"})");
        assertThat(call.span().position(typed)).isEqualTo("2:3");
    }

    @Test
    void countsColumnsInBytes() {
        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> parse("x{a=\"é𝛼\"} +\n {b=\"é𝛼\"} foo"))
                .withMessage("2:15: parse error: unexpected identifier \"foo\"")
                .satisfies(e -> assertThat(e.span().start()).isEqualTo(24))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("unexpected identifier \"foo\""));
    }

    @Test
    void keepsBytesThatAreNoText() {
        StringLiteral string = (StringLiteral) parse("\"\\xff\\xc3\\xa9\"");

        assertThat(string.value()).hasSize(2).endsWith("é");
        assertThat(EscapedUtf8.isValid(string.value())).isFalse();
        assertThat(EscapedUtf8.isValid("é𝛼")).isTrue();
        assertThat(Formatter.format(string)).isEqualTo("\"\\xffé\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "info(x) | function \"info\" is not enabled",
                "limitk(1, x) | limitk() is experimental and must be enabled with"
                        + " --enable-feature=promql-experimental-functions",
                "x + fill (0) y | binop fill modifiers are experimental and not enabled",
                "rate(x[5m] smoothed) | smoothed modifier is experimental and not enabled",
                "x anchored | anchored modifier is experimental and not enabled",
            })
    void refusesWhatIsSwitchedOff(String query, String reason) {
        ParserOptions defaults = ParserOptions.defaults();

        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> PromqlParser.parse(query, defaults))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void hasDurationExpressionsOnByDefault() {
        String query = "x[5m + 1] offset (step() * 2)";
        ParserOptions none = ParserOptions.withFeatures(EnumSet.noneOf(PromqlFeature.class));

        assertThat(PromqlParser.parse(query, ParserOptions.defaults())).isInstanceOf(MatrixSelector.class);
        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> PromqlParser.parse(query, none))
                .withMessageContaining("experimental duration expression is not enabled");
    }

    @Test
    void parsesSelectors() {
        VectorSelector selector = PromqlParser.parseSelector("up{job=~\"a|b\"}", ParserOptions.defaults());

        assertThat(selector.name()).isEqualTo("up");
        assertThat(selector.matchers()).containsExactly(new Matcher(MatchOp.REGEX, "job", "a|b"));
        assertThat(PromqlParser.parseSelector("{}", ParserOptions.defaults()).allMatchers())
                .isEmpty();
        for (String noSelector : List.of("", "up[5m]", "up offset 5m", "sum(up)", "1", "up{", "up)")) {
            assertThatExceptionOfType(ParseException.class)
                    .isThrownBy(() -> PromqlParser.parseSelector(noSelector, ParserOptions.defaults()));
        }
    }

    @Test
    void rewritesSelectorsOfEveryKind() {
        Expr expr = parse("-sum(rate(a[5m])) + topk(1, (max_over_time(b[1h:]))) ^ 2 * label_join(c, \"d\", \"e\")");
        Expr fixed = new ExprRewriter() {
            @Override
            public Expr visitVectorSelector(VectorSelector selector) {
                return selector.withAt(Optional.of(AtModifier.at(3000)));
            }
        }.rewrite(expr);

        assertThat(Formatter.format(fixed))
                .isEqualTo("-sum(rate(a[5m] @ 3.000)) + topk(1, (max_over_time(b @ 3.000[1h:]))) ^ 2"
                        + " * label_join(c @ 3.000, \"d\", \"e\")");
    }
}
