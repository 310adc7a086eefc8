package io.dunlin.server.kill;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.server.e2e.ApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Asks a running server for what the ledger says it must have. Of each series the number and sum of the samples are
 * compared, as far back as the retention surely reaches; of the series of one request each, and of the newest requests of
 * a tenth of the others, every sample is.
 */
final class LossCheck {
    static final Duration RETENTION = Duration.ofHours(6);

    /** A window of a query is open on its left; samples lie on whole steps, so half a step is neither here nor there. */
    private static final long HALF = Load.STEP / 2;

    /** How many requests are looked at: half of what is kept, since time goes on during a check. */
    private static final long COMPARED = RETENTION.toMillis() / Load.STEP / 2;

    private static final long NEWEST = 60;
    private static final int MOST_PROBLEMS = 20;

    /** Series are compared sample by sample by the last digit of their number, one digit a check. */
    private static final int GROUPS = 10;

    private int group;

    private final Load load;
    private final Ledger ledger;
    private final Deletions deletions;
    private final List<String> problems = new ArrayList<>();
    private long lost;
    private long neverSent;
    private long samplesSeen;

    LossCheck(Load load, Ledger ledger, Deletions deletions) {
        this.load = load;
        this.ledger = ledger;
        this.deletions = deletions;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    long lost() {
        return lost;
    }

    long neverSent() {
        return neverSent;
    }

    long samplesSeen() {
        return samplesSeen;
    }

    void check(ApiClient api) {
        Ledger.State before = ledger.read();
        group = (group + 1) % GROUPS;
        for (int writer = 0; writer < Load.WRITERS; writer++) {
            long kept = Math.max(1, before.sent()[writer] - COMPARED);
            long last = before.acknowledged()[writer];
            checkNewest(api, writer, Math.max(kept, last - NEWEST), last);
            checkOnce(api, writer, group == 0 ? kept : Math.max(kept, last - NEWEST), last);
            if (last > kept) {
                checkHistory(api, writer, kept, last);
            }
        }
    }

    private JsonNode query(ApiClient api, String selector, String function, long from, long to) {
        String range = (to - from + 1) * Load.STEP + "ms";
        String matrix = selector + "[" + range + "]";
        String expression = function.isEmpty() ? matrix : function + "(" + matrix + "))";
        return api.query(expression, (load.time(to) + HALF) / 1e3);
    }

    /** Every sample of the newest requests; later ones may be there if they were sent by the time of the answer. */
    private void checkNewest(ApiClient api, int writer, long from, long last) {
        String selector = "steady{writer=\"" + writer + "\",series=~\".*" + group + "\"}";
        JsonNode result = query(api, selector, "", from, last + NEWEST);
        long sent = ledger.read().sent()[writer];
        for (JsonNode series : result) {
            int number = series.path("metric").path("series").asInt();
            long expected = from;
            for (JsonNode sample : series.path("values")) {
                long request = requestOf(sample);
                if (request > sent || valueOf(sample) != Load.value(request, number)) {
                    neverSent++;
                    problem("writer " + writer + " series " + number + ": never sent " + sample + ", sent=" + sent);
                }
                if (request != expected) {
                    lost++;
                    problem("writer " + writer + " series " + number + ": request " + request + " follows "
                            + (expected - 1));
                }
                expected = request + 1;
                samplesSeen++;
            }
            if (expected <= last) {
                lost += last + 1 - expected;
                problem("writer " + writer + " series " + number + ": ends at " + (expected - 1) + ", acknowledged="
                        + last);
            }
        }
    }

    /** Number and sum of all samples of every series, compared where they are, so that the answers are short. */
    private void checkHistory(ApiClient api, int writer, long from, long last) {
        long count = last - from + 1;
        String series = "steady{writer=\"" + writer + "\"}";
        JsonNode counts = query(api, series, "count_values by (kind) (\"v\", count_over_time", from, last);
        JsonNode sums = query(api, series, "count_values by (kind) (\"v\", sum_over_time", from, last);
        for (int kind = 0; kind < Load.KINDS; kind++) {
            double sum = (Load.value(from, kind) + Load.value(last, kind)) / 2 * count;
            requireValue(counts, writer, kind, count);
            requireValue(sums, writer, kind, sum);
        }
        samplesSeen += count * Load.STEADY;
    }

    /** Requires that all series of a kind have one value. */
    private void requireValue(JsonNode counts, int writer, int kind, double value) {
        int series = 0;
        for (JsonNode count : counts) {
            JsonNode metric = count.path("metric");
            if (metric.path("kind").asInt() == kind && metric.path("v").asDouble() == value) {
                series += count.path("value").path(1).asInt();
            }
        }
        if (series != (Load.STEADY - kind + Load.KINDS - 1) / Load.KINDS || counts.size() != Load.KINDS) {
            lost++;
            problem("writer " + writer + " kind " + kind + ": expected=" + value + " found=" + counts);
        }
    }

    /** Every series that is in one request only, unless it was deleted. */
    private void checkOnce(ApiClient api, int writer, long from, long last) {
        JsonNode result = query(api, "once{writer=\"" + writer + "\"}", "", from, last + NEWEST);
        long sent = ledger.read().sent()[writer];
        BitSet found = new BitSet();
        for (JsonNode series : result) {
            int slot = series.path("metric").path("slot").asInt();
            long request = series.path("metric").path("request").asLong();
            JsonNode values = series.path("values");
            boolean right = values.size() == 1
                    && requestOf(values.get(0)) == request
                    && valueOf(values.get(0)) == Load.value(request, slot)
                    && request >= from
                    && request <= sent;
            if (!right || deletions.mustBeGone(slot, request)) {
                neverSent++;
                problem("writer " + writer + ": of a single request or deleted: " + series);
            } else {
                found.set((int) (request - from) * Load.ONCE + slot);
            }
            samplesSeen++;
        }
        for (long request = from; request <= last; request++) {
            for (int slot = 0; slot < Load.ONCE; slot++) {
                if (!found.get((int) (request - from) * Load.ONCE + slot) && !deletions.mayBeGone(slot, request)) {
                    lost++;
                    problem("writer " + writer + ": once of request " + request + " slot " + slot + " is lost");
                }
            }
        }
    }

    private long requestOf(JsonNode sample) {
        return load.request(Math.round(sample.get(0).asDouble() * 1e3));
    }

    private static double valueOf(JsonNode sample) {
        return sample.get(1).asDouble();
    }

    private void problem(String text) {
        if (problems.size() < MOST_PROBLEMS) {
            System.out.println(text);
            problems.add(text);
        }
    }
}
