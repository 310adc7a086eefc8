package io.dunlin.promql.function;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes docs/promql.md from the tables of the language. */
final class ReferencePage {
    /** What a user wants to know of a function beyond its signature. */
    private static final Map<FunctionFlag, String> NOTES = new EnumMap<>(Map.of(
            FunctionFlag.KEEPS_NAME, "keeps the metric name",
            FunctionFlag.EXPERIMENTAL, "experimental",
            FunctionFlag.ANCHORED_SAFE, "`anchored`",
            FunctionFlag.SMOOTHED_SAFE, "`smoothed`",
            FunctionFlag.USES_START_TIMESTAMPS, "honours start timestamps",
            FunctionFlag.COUNTER_ONLY, "for counters"));

    private final StringBuilder out = new StringBuilder();

    private ReferencePage() {}

    static String text() {
        ReferencePage page = new ReferencePage();
        page.head();
        page.operators();
        page.aggregations();
        page.functions();
        return page.out.toString();
    }

    private void head() {
        line("# PromQL reference");
        line("");
        line("Made from the tables in `io.dunlin.promql.function` by");
        line("`mvn -pl promql-parser test -Dtest=ReferencePageTest -Dupdate`; a test fails when it is out of date.");
        line("Every example is run as a test. The language is that of Prometheus 3.14.");
        line("");
        line("Parts behind a name of `--enable-feature`:");
        line("");
        for (PromqlFeature feature : PromqlFeature.values()) {
            line("- `" + feature.flagName() + "`: " + (feature.onByDefault() ? "on by default" : "off by default"));
        }
    }

    private void operators() {
        section(
                "Binary operators",
                "From the loosest to the tightest; a higher number binds tighter. A sign binds like `*`.");
        row("Operator", "Precedence", "Meaning", "Example");
        row("---", "---", "---", "---");
        for (BinaryOp op : BinaryOp.values()) {
            row(code(op.symbol()), String.valueOf(op.precedence()), op.doc(), code(op.example()));
        }
    }

    private void aggregations() {
        section("Aggregations", "Each takes `by (labels)` or `without (labels)` before or behind its arguments.");
        row("Operator", "Parameter", "Result", "Example");
        row("---", "---", "---", "---");
        for (AggregationOp op : AggregationOp.values()) {
            String parameter = op.parameterType().map(ValueType::documentedName).orElse("");
            String note = op.isExperimental() ? " (experimental)" : "";
            row(code(op.promqlName()), parameter, op.doc() + note, code(op.example()));
        }
    }

    private void functions() {
        section("Functions", "Experimental ones need `" + PromqlFeature.EXPERIMENTAL_FUNCTIONS.flagName() + "`.");
        row("Function", "Result", "Notes", "Example");
        row("---", "---", "---", "---");
        for (PromqlFunction function : PromqlFunction.values()) {
            String result = function.returnType().documentedName() + ": " + function.doc();
            row(code(function.signature()), result, notes(function), code(function.example()));
        }
    }

    private static String notes(PromqlFunction function) {
        List<FunctionFlag> flags = Arrays.asList(FunctionFlag.values());
        return flags.stream()
                .filter(function::has)
                .map(flag -> Optional.ofNullable(NOTES.get(flag)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private void section(String title, String text) {
        line("");
        line("## " + title);
        line("");
        line(text);
        line("");
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
