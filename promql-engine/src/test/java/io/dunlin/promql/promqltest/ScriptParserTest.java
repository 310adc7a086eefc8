package io.dunlin.promql.promqltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.model.StaleMarker;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m 1 2 3 | 1 2 3",
                "m 1x2 | 1 1 1",
                "m 0+10x3 | 0 10 20 30",
                "m 5-2.5x2 | 5 2.5 0",
                "m -1-1x1 | -1 -2",
                "m _ 1 _x3 2 | _ 1 _ _ _ 2",
                "m NaN Inf -Inf 1e3 .5 | NaN +Inf -Inf 1000 0.5",
                "m 1m 2 | 60 2",
            })
    void readsSequences(String text, String values) {
        assertThat(SeriesDescription.parse(text, 1).values())
                .extracting(SequenceValue::toString)
                .containsExactly(values.split(" "));
    }

    @Test
    void readsStaleMarkers() {
        List<SequenceValue> values = SeriesDescription.parse("m 1 stale", 1).values();
        assertThat(StaleMarker.isStale(values.get(1).value())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                "a:b{x=\"1\", y='2'} | {__name__=\"a:b\", x=\"1\", y=\"2\"}",
                "{\"metric.name\", \"label.name\"=\"v\\\"w\",} | {__name__=\"metric.name\", \"label.name\"=\"v\\\"w\"}",
                "{} | {}",
                "m{a=`\\d`} | {__name__=\"m\", a=\"\\\\d\"}",
            })
    void readsMetrics(String text, String labels) {
        assertThat(SeriesDescription.parse(text + " 1", 1).labels().toString()).isEqualTo(labels);
    }

    @Test
    void readsHistograms() {
        String text = "{} {{schema:1 count:22 sum:-3 z_bucket:1 z_bucket_w:0.5 buckets:[5 0.5] offset:-2 "
                + "n_buckets:[4] n_offset:3 counter_reset_hint:gauge}}";
        SequenceValue value = SeriesDescription.parse(text, 1).values().get(0);
        assertThat(value.hintGiven()).isTrue();
        assertThat(value.histogram().counterResetHint()).isEqualTo(CounterResetHint.GAUGE);
        assertThat(value.histogram().positiveSpans()).containsExactly(-2, 2);
        assertThat(value.histogram().negativeSpans()).containsExactly(3, 1);
        assertThat(value.histogram().zeroThreshold()).isEqualTo(0.5);
        assertThat(value.histogram().sum()).isEqualTo(-3);
    }

    @Test
    void addsHistogramsUp() {
        List<SequenceValue> values = SeriesDescription.parse(
                        "m {{count:1 sum:2 buckets:[1]}}+{{count:2 sum:1 buckets:[1 1]}}x2", 1)
                .values();
        assertThat(values).hasSize(3);
        assertThat(values.get(2).histogram().count()).isEqualTo(5);
        assertThat(values.get(2).histogram().positiveBuckets()).containsExactly(3, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_ -30s-1mx2 | null -30000 -90000 -150000",
                "_x2 1ms 0 -0ms | null null 1 0 0",
                "-1mx1 5s+1sx1 | -60000 -60000 5000 6000",
            })
    void readsStartTimes(String text, String offsets) {
        assertThat(StartTimeNotation.parse(text, 1)).extracting(String::valueOf).containsExactly(offsets.split(" "));
    }

    @Test
    void readsLoads() {
        List<ScriptCommand> commands = ScriptParser.parse("""
                load 30s
                  # a comment line ends the block

                load_with_nhcb 1m
                  m{a="b"}@st _ -1s
                  m{a="b"}    1 2
                  n           _ 3

                clear
                """);
        assertThat(commands).hasSize(3);
        ScriptCommand.Load load = (ScriptCommand.Load) commands.get(1);
        assertThat(load.withCustomBuckets()).isTrue();
        assertThat(load.series().get(Labels.of("__name__", "m", "a", "b")))
                .containsExactly(
                        new ScriptCommand.Sample(0, 0, 1, null), new ScriptCommand.Sample(59_000, 60_000, 2, null));
    }

    @Test
    void readsEvaluations() {
        ScriptCommand.Eval eval = (ScriptCommand.Eval) ScriptParser.parse("""
                eval range from 1m to 1h step 30s sum(x) > 0
                  expect warn msg: some text (1:5)
                  expect no_info
                  {a="b"} 1x2
                  {a="c"} _ 2
                """).get(0);
        assertThat(eval.query()).isEqualTo("sum(x) > 0");
        assertThat(List.of(eval.start(), eval.end(), eval.step())).containsExactly(60_000L, 3_600_000L, 30_000L);
        assertThat(eval.expected().of(Expectation.Kind.WARN).get(0).matches("some text (1:5)"))
                .isTrue();
        assertThat(eval.expected().of(Expectation.Kind.WARN).get(0).matches("some text (1:6)"))
                .isFalse();
        assertThat(eval.expected().series().get(Labels.of("a", "c")).position()).isEqualTo(2);
    }

    @Test
    void readsScalarsStringsAndOldSpellings() {
        List<ScriptCommand> commands = ScriptParser.parse("""
                eval instant at 1m 1 + 1
                  2

                eval instant at 0 "a"
                  expect string "a\\n"

                eval_fail instant at 0 f(x)
                  expected_fail_message no f
                """);
        assertThat(((ScriptCommand.Eval) commands.get(0)).expected().scalar()).isEqualTo(2.0);
        assertThat(((ScriptCommand.Eval) commands.get(1)).expected().string()).isEqualTo("a\n");
        assertThat(((ScriptCommand.Eval) commands.get(2)).expected().of(Expectation.Kind.FAIL))
                .extracting(Expectation::message)
                .containsExactly("no f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | line 1: invalid command",
                "load soon | line 1: not a valid duration",
                "eval instant now x | line 1: invalid evaluation command",
                "eval range from 5m to 1m step 1m x | line 1: the end timestamp is before",
            })
    void refusesOtherText(String script, String message) {
        assertThatThrownBy(() -> ScriptParser.parse(script)).hasMessageStartingWith(message);
    }

    @Test
    void readsAllOfPrometheusScripts() {
        List<Path> scripts = ConformanceFiles.scripts();
        assumeFalse(scripts.isEmpty(), "no promqltest scripts: -Ddunlin.conformance.dir is not set");
        Map<Expectation.Kind, Integer> expectations = new EnumMap<>(Expectation.Kind.class);
        int evaluations = 0;
        for (Path script : scripts) {
            for (ScriptCommand command : ScriptParser.parse(ConformanceFiles.read(script))) {
                if (command instanceof ScriptCommand.Eval eval) {
                    evaluations++;
                    eval.expected().written().forEach(e -> expectations.merge(e.kind(), 1, Integer::sum));
                }
            }
        }
        assertThat(scripts).hasSize(21);
        assertThat(evaluations).isEqualTo(2214);
        assertThat(expectations)
                .containsEntry(Expectation.Kind.WARN, 90)
                .containsEntry(Expectation.Kind.INFO, 132)
                .containsEntry(Expectation.Kind.NO_WARN, 265)
                .containsEntry(Expectation.Kind.NO_INFO, 149)
                .containsEntry(Expectation.Kind.FAIL, 32)
                .containsEntry(Expectation.Kind.ORDERED, 24)
                .containsEntry(Expectation.Kind.STRING, 5)
                .containsEntry(Expectation.Kind.RANGE_VECTOR, 5);
    }
}
