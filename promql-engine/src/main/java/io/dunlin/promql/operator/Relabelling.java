package io.dunlin.promql.operator;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.dunlin.promql.check.MatcherCheck;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.Labels;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code label_replace} and {@code label_join}: new labels for whole series; values stream through. New label values are taken
 * from the query's memory account before they are made: nested calls can double them each time.
 */
final class Relabelling {
    private final QueryContext context;
    private final SeriesSource input;

    Relabelling(QueryContext context, SeriesSource input) {
        this.context = context;
        this.input = input;
    }

    /** Sets {@code destination} where the value of {@code source} matches a regular expression. */
    SeriesSource replace(String destination, String replacement, String source, String regex) {
        Pattern pattern = compile(regex);
        checkName(destination, "invalid destination label name in label_replace(): ");
        ReplacementTemplate template = new ReplacementTemplate(replacement);
        return relabel(destination, labels -> {
            Matcher matcher = pattern.matcher(labels.get(source));
            if (!matcher.matches()) {
                return null;
            }
            takeLabel(template.length(matcher));
            return labels.toBuilder().set(destination, template.expand(matcher)).build();
        });
    }

    private void takeLabel(long length) {
        context.checkpoint();
        context.memory().take(MemorySizes.LABELS + length * Character.BYTES);
    }

    private static Pattern compile(String regex) {
        try {
            MatcherCheck.requireBounded(regex);
        } catch (IllegalArgumentException e) {
            throw new QueryException(
                    QueryException.Kind.EXECUTION,
                    "invalid regular expression in label_replace(): " + e.getMessage(),
                    e);
        }
        try {
            return Pattern.compile("^(?s:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw new QueryException(
                    QueryException.Kind.EXECUTION, "invalid regular expression in label_replace(): " + regex, e);
        }
    }

    /** Sets {@code destination} to the joined values of other labels. */
    SeriesSource join(String destination, String separator, List<String> sources) {
        for (String source : sources) {
            checkName(source, "invalid source label name in label_join(): ");
        }
        checkName(destination, "invalid destination label name in label_join(): ");
        return relabel(destination, labels -> {
            long length = (sources.size() - 1L) * separator.length();
            for (String source : sources) {
                length += labels.get(source).length();
            }
            takeLabel(length);
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < sources.size(); i++) {
                joined.append(i == 0 ? "" : separator).append(labels.get(sources.get(i)));
            }
            return labels.toBuilder().set(destination, joined.toString()).build();
        });
    }

    private static void checkName(String name, String problem) {
        if (!LabelNames.isValid(name)) {
            throw QueryException.execution(problem + name);
        }
    }

    /** Applies a rule that gives new labels, or null for those that stay. A name that was set anew is not removed later. */
    private SeriesSource relabel(String destination, UnaryOperator<Labels> rule) {
        Labels[] labels = new Labels[input.size()];
        boolean[] drops = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            Labels before = input.labels().labels(i);
            Labels after = rule.apply(before);
            labels[i] = after == null ? before : after;
            drops[i] = input.dropsName(i) && (after == null || !destination.equals(Labels.METRIC_NAME));
        }
        return new MappedSource(new ArrayLabels(labels), i -> drops[i], input::reader);
    }
}
