package io.dunlin.server.differential;

import io.dunlin.tsdb.model.FloatHistogram.CounterResetHint;
import io.dunlin.tsdb.model.StaleMarker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Generated series of every kind that behaves in a way of its own: see {@link #generate}. Samples lie at 137 ms past the
 * second, so that none is on the edge of a window of whole seconds; only the series {@code edge}, which is for references
 * whose windows are left-open as ours, has them on the second.
 */
final class DataSet {
    /** When the first sample is, in Unix milliseconds. Fixed, so that a seed says everything. */
    static final long START = 1_767_225_600_000L;

    /** The length of the data, below what makes Prometheus cut a block. */
    static final int MINUTES = 90;

    private static final long INTERVAL = 15_000;
    private static final int SAMPLES = (int) (MINUTES * 60_000L / INTERVAL);
    private static final long PAST_THE_SECOND = 137;
    private static final double[] LE = {0.005, 0.05, 0.1, 0.5, 1, 2.5, Double.POSITIVE_INFINITY};

    private final Draw draw;
    private final List<TestSeries> series = new ArrayList<>();

    private DataSet(long seed) {
        this.draw = new Draw(seed);
    }

    /**
     * Returns the series in label order.
     *
     * @param current whether with native histograms, which were an experiment before 3.0, and samples on the second, which
     *     only 3.x treats as we do
     */
    static List<TestSeries> generate(long seed, boolean current) {
        DataSet set = new DataSet(seed);
        for (String job : List.of("api", "batch")) {
            for (String instance : List.of("a", "b")) {
                set.floats(job, instance);
                if (current) {
                    set.histograms(job, instance);
                    set.customHistograms(job, instance);
                    set.onTheSecond(job, instance);
                }
            }
            set.classicHistogram(job);
        }
        set.oddValues();
        set.fewSamples();
        set.startedCounter();
        set.hugeValues();
        set.series.sort(Comparator.comparing(TestSeries::labels));
        return set.series;
    }

    private static long time(int sample) {
        return START + sample * INTERVAL + PAST_THE_SECOND;
    }

    private TestSeries series(String... labels) {
        TestSeries added = TestSeries.of(labels);
        series.add(added);
        return added;
    }

    private void floats(String job, String instance) {
        gauges(job, instance);
        for (String code : List.of("200", "500")) {
            counter(series("__name__", "requests_total", "job", job, "instance", instance, "code", code), true);
        }
        counter(series("__name__", "bytes_total", "job", job, "instance", instance), false);
        TestSeries info = series(
                "__name__", "target_info", "job", job, "instance", instance, "version", "v" + draw.between(1, 3));
        TestSeries flag = series("__name__", "flag", "job", job, "instance", instance);
        for (int i = 0; i < SAMPLES; i++) {
            info.add(time(i), 1);
            flag.add(time(i), draw.chance(0.8) ? 1 : 0);
        }
    }

    private void gauges(String job, String instance) {
        TestSeries temperature = series("__name__", "temperature", "job", job, "instance", instance, "gpu", "0");
        TestSeries second = series("__name__", "temperature", "job", job, "instance", instance, "gpu", "1");
        TestSeries depth = series("__name__", "depth", "job", job, "instance", instance);
        double degrees = 60;
        boolean away = false;
        for (int i = 0; i < SAMPLES; i++) {
            degrees += draw.gaussian();
            temperature.add(time(i), degrees);
            second.add(time(i), Math.rint(degrees));
            boolean wasAway = away;
            away = draw.chance(away ? 0.9 : 0.03);
            if (!away) {
                depth.add(time(i), draw.between(0, 20));
            } else if (!wasAway && draw.chance(0.5)) {
                depth.add(time(i), StaleMarker.VALUE);
            }
        }
    }

    /** Counts up, starts again now and then, and is not seen for a while. */
    private void counter(TestSeries counter, boolean whole) {
        double value = draw.between(0, 1000);
        int gap = draw.between(0, SAMPLES - 30);
        for (int i = 0; i < SAMPLES; i++) {
            value += whole ? draw.between(0, 9) : draw.uniform(0, 1e4);
            value = draw.chance(0.015) ? draw.between(0, 5) : value;
            if (i < gap || i > gap + 28) {
                counter.add(time(i), value);
            }
        }
    }

    private void histograms(String job, String instance) {
        TestSeries counting = series("__name__", "rtt_seconds", "job", job, "instance", instance);
        TestSeries gauge = series("__name__", "size", "job", job, "instance", instance);
        TestSeries mixed = series("__name__", "mixed", "job", job, "instance", instance);
        int schema = draw.between(0, 3);
        GrowingHistogram growing = GrowingHistogram.exponential(schema);
        for (int i = 0; i < SAMPLES; i++) {
            if (draw.chance(0.015)) {
                growing = GrowingHistogram.exponential(draw.chance(0.5) ? schema : draw.between(0, 3));
            }
            observe(growing, draw.between(0, 4), 1);
            counting.add(time(i), growing.snapshot(CounterResetHint.UNKNOWN), true);
            GrowingHistogram fresh = GrowingHistogram.exponential(schema);
            observe(fresh, draw.between(1, 5), 0.5);
            gauge.add(time(i), fresh.snapshot(CounterResetHint.GAUGE), false);
            if (i / 20 % 2 == 0) {
                mixed.add(time(i), draw.between(0, 5));
            } else {
                mixed.add(time(i), growing.snapshot(CounterResetHint.UNKNOWN), true);
            }
        }
    }

    private void observe(GrowingHistogram histogram, int observations, double weight) {
        for (int i = 0; i < observations; i++) {
            double value = draw.chance(0.1) ? 0 : Math.exp(draw.gaussian());
            histogram.observe(draw.chance(0.1) ? -value : value, weight);
        }
    }

    private void customHistograms(String job, String instance) {
        TestSeries custom = series("__name__", "cost", "job", job, "instance", instance);
        double[] bounds = instance.equals("a") ? new double[] {0.1, 0.5, 1, 5} : new double[] {0.1, 1, 2, 5, 10};
        GrowingHistogram growing = GrowingHistogram.custom(bounds);
        for (int i = 0; i < SAMPLES; i++) {
            growing = draw.chance(0.01) ? GrowingHistogram.custom(bounds) : growing;
            growing.observe(Math.exp(draw.gaussian()), draw.between(0, 3));
            growing.observe(Math.exp(draw.gaussian()), draw.between(0, 3));
            custom.add(time(i), growing.snapshot(CounterResetHint.UNKNOWN), true);
        }
    }

    private void onTheSecond(String job, String instance) {
        TestSeries edge = series("__name__", "edge_total", "job", job, "instance", instance);
        double value = 0;
        for (int i = 0; i < SAMPLES; i++) {
            value = draw.chance(0.02) ? 0 : value + draw.between(0, 5);
            edge.add(START + i * INTERVAL, value);
        }
    }

    private void classicHistogram(String job) {
        double[] counts = new double[LE.length];
        TestSeries[] buckets = new TestSeries[LE.length];
        for (int i = 0; i < LE.length; i++) {
            String le =
                    Double.isInfinite(LE[i]) ? "+Inf" : Double.toString(LE[i]).replaceAll("\\.0$", "");
            buckets[i] = series("__name__", "latency_seconds_bucket", "job", job, "le", le);
        }
        TestSeries sum = series("__name__", "latency_seconds_sum", "job", job);
        TestSeries count = series("__name__", "latency_seconds_count", "job", job);
        double total = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double observed = Math.exp(draw.gaussian() - 1);
            total += observed;
            for (int b = 0; b < LE.length; b++) {
                counts[b] += observed <= LE[b] ? draw.between(1, 2) : 0;
                counts[b] = b == 0 ? counts[b] : Math.max(counts[b], counts[b - 1]);
                buckets[b].add(time(i), counts[b]);
            }
            sum.add(time(i), total);
            count.add(time(i), counts[LE.length - 1]);
        }
    }

    private void oddValues() {
        double[] values = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0, 1e300, -1e300, 5e-324, 0.1, -2
        };
        for (String kind : List.of("w", "x", "y", "z")) {
            TestSeries odd = series("__name__", "odd", "kind", kind);
            int constant = draw.between(0, values.length - 1);
            for (int i = 0; i < SAMPLES; i++) {
                odd.add(time(i), values[draw.chance(0.5) ? constant : draw.between(0, values.length - 1)]);
            }
        }
    }

    /** Starts within the data, as a new process does: ten a sample, and ten seconds before the first it was zero. */
    private void startedCounter() {
        TestSeries started = series("__name__", "started_total", "job", "api");
        for (int i = SAMPLES / 3; i < SAMPLES; i++) {
            started.add(time(i), 10.0 * (i - SAMPLES / 3) + 20.0 / 3);
        }
    }

    /** What is small is lost where it is added to what is huge, unless the rounding is kept. */
    private void hugeValues() {
        double[] values = {1e300, 1, -1e300};
        for (int n = 0; n < values.length; n++) {
            TestSeries huge = series("__name__", "huge", "n", "n" + n);
            for (int i = 0; i < SAMPLES; i++) {
                huge.add(time(i), values[n]);
            }
        }
    }

    private void fewSamples() {
        for (int i = 0; i < 6; i++) {
            TestSeries once = series("__name__", "once", "job", i % 2 == 0 ? "api" : "batch", "run", "r" + i);
            once.add(time(draw.between(0, SAMPLES - 1)), draw.uniform(-5, 5));
            TestSeries irregular = series("__name__", "irregular", "job", i % 2 == 0 ? "api" : "batch", "n", "n" + i);
            long time = START + PAST_THE_SECOND;
            while (time < START + MINUTES * 60_000L) {
                irregular.add(time, draw.uniform(-10, 10));
                time += 1_000L * (draw.chance(0.9) ? draw.between(1, 40) : draw.between(40, 600));
            }
        }
    }
}
