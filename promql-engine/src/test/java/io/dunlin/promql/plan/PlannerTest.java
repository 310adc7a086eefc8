package io.dunlin.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.promql.check.InvalidDurationException;
import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import org.junit.jupiter.api.Test;

/** Each rewrite, as the text of the plan that it leads to. */
class PlannerTest {
    private static final QueryWindow WINDOW = new QueryWindow(60_000, 120_000, 15_000, 30_000);

    private static void check(String query, String... lines) {
        Plan plan = Planner.plan(PromqlParser.parse(query, ParserOptions.all()), query, WINDOW);
        assertThat(PlanPrinter.print(plan).split("\n")).containsExactly(lines);
    }

    @Test
    void shouldResolveTheConstantsOfAQuery() {
        check("start() + end() + range() + step()", "255");
        check("rate(x[step() * 2])", "rate()", "  window {__name__=\"x\"}[30000ms]");
        check("x @ end() offset -1m", "once for all steps", "  select {__name__=\"x\"} @ 120000ms offset -60000ms");
        check(
                "max_over_time(x[1m:])",
                "max_over_time()",
                "  subquery [60000ms:30000ms]",
                "    select {__name__=\"x\"}");
    }

    @Test
    void shouldRefuseDurationsThatCannotBe() {
        assertThatThrownBy(() -> check("rate(x[step() - 15])"))
                .isInstanceOf(InvalidDurationException.class)
                .hasMessage("7:18: duration must be greater than 0");
    }

    @Test
    void shouldFoldConstants() {
        check("2 * (60 - 1) ^ 2", "6962");
        check("-(1 / 0)", "-Inf");
        check("x * (1 + 1)", "*", "  select {__name__=\"x\"}", "  2");
    }

    @Test
    void shouldEvaluateFixedPartsOnce() {
        check("sum(x @ 10)", "once for all steps", "  sum by []", "    select {__name__=\"x\"} @ 10000ms");
        check(
                "rate(x[1m] @ 10) + y",
                "+ one-to-one ignoring []",
                "  once for all steps",
                "    rate()",
                "      window {__name__=\"x\"}[60000ms] @ 10000ms",
                "  select {__name__=\"y\"}");
        check(
                "timestamp(abs(x @ 10))",
                "timestamp()",
                "  once for all steps",
                "    abs()",
                "      select {__name__=\"x\"} @ 10000ms");
        check(
                "timestamp(x @ 10)",
                "once for all steps",
                "  timestamp()",
                "    select {__name__=\"x\"} @ 10000ms times");
    }

    @Test
    void shouldReadEqualPartsOnce() {
        check(
                "rate(x[1m]) / (rate(x[1m]) + y)",
                "/ one-to-one ignoring []",
                "  shared #0",
                "    rate()",
                "      window {__name__=\"x\"}[60000ms]",
                "  + one-to-one ignoring []",
                "    shared #0",
                "      rate()",
                "        window {__name__=\"x\"}[60000ms]",
                "    select {__name__=\"y\"}");
    }

    @Test
    void shouldSelectOnlyWhatASetOperatorCanMatch() {
        check(
                "a{x=\"1\", z=\"2\"} and on (x) b",
                "and many-to-many on [x]",
                "  select {x=\"1\", z=\"2\", __name__=\"a\"}",
                "  select {__name__=\"b\", x=\"1\"}");
        check(
                "a{x=\"1\"} unless ignoring (x) b{y=\"3\"}",
                "unless many-to-many ignoring [x]",
                "  select {x=\"1\", __name__=\"a\"}",
                "  select {y=\"3\", __name__=\"b\"}");
        check(
                "a{x=\"1\"} + on (x) b",
                "+ one-to-one on [x]",
                "  select {x=\"1\", __name__=\"a\"}",
                "  select {__name__=\"b\"}");
    }

    @Test
    void shouldLeaveOutBucketsWhereOnlyCountAndSumCount() {
        check(
                "histogram_count(rate(x[1m]))",
                "histogram_count()",
                "  rate()",
                "    window {__name__=\"x\"}[60000ms] without buckets");
        check("histogram_sum(x >/ 2)", "histogram_sum()", "  >/", "    select {__name__=\"x\"}", "    2");
    }

    @Test
    void shouldReadEqualSelectorsOnceWhateverTheirRanges() {
        check(
                "sum(rate(x[1m])) / sum(rate(x[5m]))",
                "/ one-to-one ignoring []",
                "  read once #0, part 2 of 2",
                "    sum by []",
                "      rate()",
                "        window {__name__=\"x\"}[60000ms]",
                "  read once #0, part 1 of 2",
                "    sum by []",
                "      rate()",
                "        window {__name__=\"x\"}[300000ms]");
        check(
                "max_over_time((x - avg_over_time(x[5m]))[10m:])",
                "max_over_time()",
                "  subquery [600000ms:30000ms]",
                "    - one-to-one ignoring []",
                "      read once #0, part 2 of 2",
                "        select {__name__=\"x\"}",
                "      read once #0, part 1 of 2",
                "        avg_over_time()",
                "          window {__name__=\"x\"}[300000ms]");
    }

    @Test
    void shouldReadApartWhatTogetherWouldBeMore() {
        check(
                "rate(x[1m]) / rate(x[1m] offset 1h)",
                "/ one-to-one ignoring []",
                "  rate()",
                "    window {__name__=\"x\"}[60000ms]",
                "  rate()",
                "    window {__name__=\"x\"}[60000ms] offset 3600000ms");
        check(
                "topk(1, rate(x[1m])) / topk(1, rate(x[5m]))",
                "/ one-to-one ignoring []",
                "  topk by []",
                "    1",
                "    rate()",
                "      window {__name__=\"x\"}[60000ms]",
                "  topk by []",
                "    1",
                "    rate()",
                "      window {__name__=\"x\"}[300000ms]");
    }
}
