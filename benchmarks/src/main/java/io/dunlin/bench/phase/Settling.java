package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Client;
import io.dunlin.bench.harness.Median;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long a fresh server takes until it answers a query as fast as it ever will: the query is asked again and again for some
 * time, and the median of the last quarter of that time is what it costs when steady. One thread.
 */
final class Settling {
    /** How much slower than steady counts as steady. */
    private static final double NEARLY = 1.1;

    /** How many answers in a row are looked at, so that one lucky one among slow ones does not count. */
    private static final int WINDOW = 5;

    private final List<Answer> answers = new ArrayList<>();

    /**
     * One answer.
     *
     * @param asked when it was asked for, in seconds since the first was
     * @param seconds how long it took
     */
    record Answer(double asked, double seconds) {}

    /** Asks a query for some time, at least once. */
    static Settling watch(Client client, Duration time, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        Settling settling = new Settling();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        do {
            double asked = (System.nanoTime() - start) / 1e9;
            settling.add(asked, client.api(path, form).seconds());
        } while (System.nanoTime() < end);
        return settling;
    }

    void add(double asked, double seconds) {
        answers.add(new Answer(asked, seconds));
    }

    /** Returns how long the first answer took, in seconds. */
    double first() {
        return answers.get(0).seconds();
    }

    /** Returns what the query costs when steady, in seconds. */
    double steady() {
        Answer last = answers.get(answers.size() - 1);
        int from = 0;
        while (answers.get(from).asked() < 0.75 * last.asked()) {
            from++;
        }
        return Median.of(latencies(), from, answers.size());
    }

    /** Returns after how many seconds of asking the median of {@value #WINDOW} answers was first within a tenth of steady. */
    double seconds() {
        double enough = NEARLY * steady();
        double[] latencies = latencies();
        int from = 0;
        while (from < answers.size() - 1
                && Median.of(latencies, from, Math.min(answers.size(), from + WINDOW)) > enough) {
            from++;
        }
        return answers.get(from).asked();
    }

    private double[] latencies() {
        return answers.stream().mapToDouble(Answer::seconds).toArray();
    }
}
