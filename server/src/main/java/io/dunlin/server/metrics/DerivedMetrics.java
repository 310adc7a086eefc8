package io.dunlin.server.metrics;

import io.dunlin.server.derived.KeptLabelAnswers;

/** What is remembered of answers about labels. */
public final class DerivedMetrics implements MetricSource {
    private final KeptLabelAnswers answers;

    /** Makes the source. */
    public DerivedMetrics(KeptLabelAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void write(MetricWriter out) {
        out.gauge("dunlin_label_answers_entries", "Answers about labels of blocks that are kept.")
                .sample(answers.size());
        out.counter("dunlin_label_answers_total", "Questions about labels of blocks by whether the answer was kept.")
                .sample(answers.hits(), "result", "hit")
                .sample(answers.misses(), "result", "miss");
    }
}
