package io.dunlin.promql.promqltest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened while a script ran. */
final class ScriptReport {
    /** An evaluation that did not do what is expected. */
    record Failure(int line, String query, String message) {
        @Override
        public String toString() {
            return "line " + line + ": " + query + "\n      " + message;
        }
    }

    private final String name;
    private final Map<Expectation.Kind, Integer> expectations = new EnumMap<>(Expectation.Kind.class);
    private final List<Failure> failures = new ArrayList<>();
    private int instant;
    private int range;
    private int fixedReruns;
    private int rangeReruns;

    ScriptReport(String name) {
        this.name = name;
    }

    void evaluated(ScriptCommand.Eval eval) {
        if (eval.range()) {
            range++;
        } else {
            instant++;
        }
        eval.expected().written().forEach(e -> expectations.merge(e.kind(), 1, Integer::sum));
    }

    void rerunFixed() {
        fixedReruns++;
    }

    void rerunAsRange() {
        rangeReruns++;
    }

    void failed(ScriptCommand.Eval eval, String message) {
        failures.add(new Failure(eval.line(), eval.query(), message));
    }

    /** Adds the figures of another script. */
    void add(ScriptReport other) {
        instant += other.instant;
        range += other.range;
        fixedReruns += other.fixedReruns;
        rangeReruns += other.rangeReruns;
        failures.addAll(other.failures);
        other.expectations.forEach((kind, count) -> expectations.merge(kind, count, Integer::sum));
    }

    String name() {
        return name;
    }

    int evaluations() {
        return instant + range;
    }

    int passed() {
        return evaluations() - failures.size();
    }

    int expectations(Expectation.Kind kind) {
        return expectations.getOrDefault(kind, 0);
    }

    List<Failure> failures() {
        return failures;
    }

    /** Prints the figures in one line; there is no way to skip an evaluation. */
    String summary() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%-26s evals %4d (%d/%d)  reruns @ %4d, range %4d  passed %4d  failed %4d  skipped 0 ",
                name,
                evaluations(),
                instant,
                range,
                fixedReruns,
                rangeReruns,
                passed(),
                failures.size()));
        expectations.forEach((kind, count) -> out.append(' ')
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append('=')
                .append(count));
        return out.toString();
    }
}
