package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.LabelEncoding;
import io.dunlin.tsdb.model.Labels;
import java.util.HashMap;
import java.util.Map;

/** Holds the limit of series with the same metric name: counts them by the postings when new ones come. For the writer. */
final class MetricLimit {
    private final Generations generations;
    private final HeadLimits limits;

    MetricLimit(Generations generations, HeadLimits limits) {
        this.generations = generations;
        this.limits = limits;
    }

    /**
     * Checks the series that a request is about to create.
     *
     * @param found the references of those that are there, {@link Generations#ABSENT} for the others
     * @param wanted which are to be created where they are not there
     * @throws io.dunlin.tsdb.storage.WriteRejectedException naming the metric that would have too many
     */
    void check(PendingSeries pending, long[] found, boolean[] wanted) {
        if (limits.metricSeries() == 0) {
            return;
        }
        Map<String, Integer> more = new HashMap<>();
        for (int number = 0; number < found.length; number++) {
            if (found[number] == Generations.ABSENT && wanted[number]) {
                byte[] labels = new byte[pending.length(number)];
                pending.bytes().getBytes(pending.offset(number), labels);
                more.merge(LabelEncoding.decode(labels).metricName(), 1, Integer::sum);
            }
        }
        more.forEach((metric, added) -> limits.checkMetric(metric, count(metric) + added));
    }

    private long count(String metric) {
        long count = 0;
        for (HeadTable table : generations.live()) {
            count += HeadQuerier.indexOf(table.view())
                    .withValue(Labels.METRIC_NAME, metric)
                    .getLongCardinality();
        }
        return count;
    }
}
