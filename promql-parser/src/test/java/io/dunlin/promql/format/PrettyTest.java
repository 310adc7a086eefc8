package io.dunlin.promql.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.parser.ParserOptions;
import io.dunlin.promql.parser.PromqlParser;
import org.junit.jupiter.api.Test;

class PrettyTest {
    private static final String LONG = "dcgm_fi_dev_gpu_temperature_of_the_hottest_sensor{cluster=\"a\",node=\"b\"}";

    private static String pretty(String query) {
        return Formatter.pretty(PromqlParser.parse(query, ParserOptions.all()));
    }

    /** Checks the printed form of a query, in which LONG stands for the selector that does not fit twice on a line. */
    private static void assertPretty(String query, String expected) {
        assertThat(pretty(query)).isEqualTo(expected.replace("LONG", LONG));
    }

    @Test
    void keepsShortExpressionsOnOneLine() {
        assertThat(pretty("sum  by(gpu)(rate( x[5m] ))")).isEqualTo("sum by (gpu) (rate(x[5m]))");
    }

    @Test
    void splitsWhatIsLongerThanALine() {
        String query = "topk by (gpu) (3, -(" + LONG + " * on (x) group_left () abs(" + LONG + ")))";

        assertPretty(query, """
                topk by (gpu) (
                  3,
                  -(
                      LONG
                    * on (x) group_left ()
                      abs(LONG)
                  )
                )""");
    }

    @Test
    void splitsArguments() {
        String query = "label_replace(rate(" + LONG + "[5m]), \"destination\", \"$1\", \"source\", \"(.*)\")";

        assertPretty(query, """
                label_replace(
                  rate(LONG[5m]),
                  "destination",
                  "$1",
                  "source",
                  "(.*)"
                )""");
    }

    @Test
    void leavesSubqueriesUnindentedAsPrometheusDoes() {
        String query = "max_over_time((" + LONG + ")[1h:5m] @ start() offset 5m) > bool avg_over_time(x[1h:])";

        assertPretty(query, """
                  max_over_time(
                (LONG)[1h:5m] @ start() offset 5m
                  )
                > bool
                  avg_over_time(x[1h:])""");
    }
}
