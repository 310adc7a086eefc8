package io.dunlin.server.differential;

import io.dunlin.promql.ast.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Asks both sides many queries from several threads and collects what differs. */
final class DifferentialRun {
    private static final int THREADS = 3;
    private static final long SPREAD = 1_000_003;

    /** Enough to see what is wrong; each costs hundreds of queries to minimise. */
    private static final int MOST_REPORTED = 60;

    private static final Pattern SELECTION = Pattern.compile("\\b(topk|bottomk|limitk)\\b");
    private static final int REPETITIONS = 12;

    /** Behind the longest window of an example. */
    private static final long EXAMPLES_FROM = DataSet.START + 10 * 60_000L;

    private static final long EXAMPLES_TO = DataSet.START + 80 * 60_000L;
    private static final long EXAMPLES_STEP = 15_000;

    private final Answering dunlin;
    private final Answering reference;
    private final Answering overTheirChunks;
    private final OtherChunks otherChunks;
    private final Vocabulary vocabulary;
    private final KnownDifferences known;
    private final Coverage coverage;
    private final List<String> differences = new ArrayList<>();
    private final AtomicInteger differing = new AtomicInteger();
    private final AtomicInteger explained = new AtomicInteger();
    private final AtomicInteger unsteady = new AtomicInteger();
    private final AtomicInteger ofChunks = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger invalid = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * Makes a run.
     *
     * @param overTheirChunks our engine over the data as the reference has them in its chunks
     * @param otherChunks the reference with the same data, whose chunks begin elsewhere
     */
    DifferentialRun(
            Answering dunlin,
            Answering reference,
            Answering overTheirChunks,
            OtherChunks otherChunks,
            Vocabulary vocabulary,
            KnownDifferences known) {
        this.dunlin = dunlin;
        this.reference = reference;
        this.overTheirChunks = overTheirChunks;
        this.otherChunks = otherChunks;
        this.vocabulary = vocabulary;
        this.known = known;
        this.coverage = new Coverage(vocabulary);
    }

    /** Asks {@code count} queries of a seed from number {@code first} on, until a {@link System#nanoTime}. */
    void ask(long seed, int first, int count, long deadline) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger(first);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < first + count; n = next.getAndIncrement()) {
                        if (System.nanoTime() < deadline) {
                            long number = seed * SPREAD + n;
                            ask(Long.toString(number), QueryGenerator.query(number, vocabulary));
                        }
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Asks the queries that show what is known to differ, so that a row that no longer does is found without luck. */
    void askExamples() {
        for (String example : known.examples()) {
            ask("of an example", new QueryCase(example, EXAMPLES_FROM, EXAMPLES_TO, EXAMPLES_STEP));
        }
    }

    private void ask(String number, QueryCase query) {
        Answer theirs = reference.answer(query);
        Optional<Difference> difference = difference(query, theirs);
        asked.incrementAndGet();
        if (theirs.isError()) {
            (theirs.errorType().equals("bad_data") ? invalid : errors).incrementAndGet();
        }
        count(query, theirs);
        difference.ifPresent(found -> report(number, query, found));
    }

    private void count(QueryCase query, Answer answer) {
        try {
            Set<String> words = WordsOf.query(query.query());
            synchronized (coverage) {
                coverage.count(words, answer.hasResult());
            }
        } catch (ParseException e) {
            invalid.incrementAndGet();
        }
    }

    private Optional<Difference> difference(QueryCase query) {
        return difference(query, reference.answer(query));
    }

    /**
     * Returns how the answers differ. Of series with equal values topk and its kin keep those that Prometheus's head created
     * first, which no one can rely on: other series with the same points are as good, at each step. Where Prometheus
     * iterates over a hash map, series meet a sum or {@code topk} of equals in another order each time, so it is asked again:
     * ours must be one of its answers. There are too many to meet ours where series are selected by their order, or where a
     * small variance is left of large numbers; two different answers then say enough, if ours is near them. And a native
     * histogram is read with all the buckets of its chunk, empty or not, which {@code 0 * Inf}, equality and the outermost
     * bucket tell apart, and a repeated one counts as changed in another chunk: where our engine gives their answer from the
     * buckets of their chunks, or a Prometheus whose chunks begin elsewhere differs in the same way, no answer is the right one.
     */
    private Optional<Difference> difference(QueryCase query, Answer theirs) {
        Answer ours = dunlin.answer(query);
        Exactness exactness = Exactness.of(query, vocabulary.current());
        Optional<Difference> first = AnswerComparison.compare(exactness, ours, theirs);
        boolean selects = SELECTION.matcher(query.query()).find();
        boolean others = first.isPresent()
                && (first.get().field() == Difference.Field.LABELS
                        || first.get().field() == Difference.Field.TIMES);
        if (others && selects && ours.hasSamePointsAs(theirs)) {
            unsteady.incrementAndGet();
            return Optional.empty();
        }
        for (int i = 0; first.isPresent() && i < REPETITIONS; i++) {
            Answer again = reference.answer(query);
            boolean wavers = AnswerComparison.compare(exactness, theirs, again).isPresent();
            if (AnswerComparison.compare(exactness, ours, again).isEmpty()
                    || wavers && selects
                    || wavers
                            && AnswerComparison.compare(exactness.relaxed(), ours, again)
                                    .isEmpty()) {
                unsteady.incrementAndGet();
                return Optional.empty();
            }
        }
        if (first.isPresent() && isOfChunks(exactness, query, theirs, first.get())) {
            ofChunks.incrementAndGet();
            return Optional.empty();
        }
        return first;
    }

    private boolean isOfChunks(Exactness exactness, QueryCase query, Answer theirs, Difference found) {
        return AnswerComparison.compare(exactness, overTheirChunks.answer(query), theirs)
                        .isEmpty()
                || otherChunks.explain(exactness, query, theirs, found);
    }

    private void report(String number, QueryCase query, Difference found) {
        if (known.explain(query, found)) {
            explained.incrementAndGet();
            return;
        }
        if (differing.incrementAndGet() > MOST_REPORTED) {
            return;
        }
        QueryCase smallest = new Shrinker(candidate -> difference(candidate)
                        .filter(d -> !known.explain(candidate, d))
                        .isPresent())
                .shrink(query);
        Difference left = difference(smallest).orElse(found);
        synchronized (differences) {
            differences.add("query " + number + ": " + query + "\n  minimised: " + smallest + "\n  " + left);
        }
    }

    List<String> differences() {
        synchronized (differences) {
            return List.copyOf(differences);
        }
    }

    int differing() {
        return differing.get();
    }

    int asked() {
        return asked.get();
    }

    int invalid() {
        return invalid.get();
    }

    Coverage coverage() {
        return coverage;
    }

    /** Returns the figures, the words' counts, and every difference. */
    String report() {
        return "queries=" + asked + " differing=" + differing + " explained=" + explained + " unsteady=" + unsteady
                + " chunks=" + ofChunks
                + " errors=" + errors
                + " invalid=" + invalid + "\nwords unknown to the reference: " + vocabulary.unknown() + "\n" + coverage
                + String.join("\n", known.uses()) + "\n"
                + String.join("\n\n", differences()) + "\n";
    }
}
