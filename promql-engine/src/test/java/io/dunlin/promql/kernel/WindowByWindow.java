package io.dunlin.promql.kernel;

import io.dunlin.promql.batch.WindowGrid;
import io.dunlin.tsdb.storage.SampleBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The range functions as their definitions read: each window on its own, sample by sample. The yardstick for kernels that
 * derive one window from another.
 */
final class WindowByWindow {
    /** A sample as an object; the start time is 0 where unknown. */
    record Point(long time, double value, long startTime) {}

    /** A function of one window, never empty; NaN with the bits of {@link #NOTHING} for no result. */
    interface Definition {
        double of(List<Point> window, WindowGrid grid, int step);
    }

    static final double NOTHING = Double.longBitsToDouble(0x7ff8dead00000000L);

    private WindowByWindow() {}

    static boolean isNothing(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(NOTHING);
    }

    static double[] evaluate(SampleBuffer samples, WindowGrid grid, Definition definition) {
        double[] results = new double[grid.count()];
        for (int step = 0; step < results.length; step++) {
            List<Point> window = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                long time = samples.times()[i];
                if (time > grid.start(step) && time <= grid.end(step)) {
                    long start = samples.startTimes() == null ? 0 : samples.startTimes()[i];
                    window.add(new Point(time, samples.values()[i], start));
                }
            }
            results[step] = window.isEmpty() ? NOTHING : definition.of(window, grid, step);
        }
        return results;
    }

    static double sum(List<Point> window) {
        double sum = 0;
        double error = 0;
        for (Point point : window) {
            double total = sum + point.value;
            if (Double.isInfinite(total)) {
                error = 0;
            } else if (Math.abs(sum) >= Math.abs(point.value)) {
                error += (sum - total) + point.value;
            } else {
                error += (point.value - total) + sum;
            }
            sum = total;
        }
        return Double.isInfinite(sum) ? sum : sum + error;
    }

    static double mean(List<Point> window) {
        double sum = window.get(0).value;
        double error = 0;
        double mean = 0;
        boolean running = false;
        for (int i = 1; i < window.size(); i++) {
            double value = window.get(i).value;
            double count = i + 1;
            if (!running) {
                double total = sum + value;
                if (!Double.isInfinite(total)) {
                    error += Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
                    sum = total;
                    continue;
                }
                running = true;
                mean = sum / (count - 1);
                error /= count - 1;
            }
            double weight = (count - 1) / count;
            double before = weight * mean;
            double share = value / count;
            error *= weight;
            mean = before + share;
            if (Double.isInfinite(mean)) {
                error = 0;
            } else {
                error += Math.abs(before) >= Math.abs(share) ? (before - mean) + share : (share - mean) + before;
            }
        }
        return running ? mean + error : sum / window.size() + error / window.size();
    }

    static double extreme(List<Point> window, boolean max) {
        double best = window.get(0).value;
        for (Point point : window) {
            boolean better = max ? point.value > best : point.value < best;
            if (better || Double.isNaN(best)) {
                best = point.value;
            }
        }
        return best;
    }

    static double quantile(List<Point> window, double phi) {
        if (phi < 0 || phi > 1) {
            return phi < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double[] sorted = window.stream()
                .map(Point::value)
                .sorted(Comparator.comparing((Double value) -> !value.isNaN()).thenComparing(Comparator.naturalOrder()))
                .mapToDouble(Double::doubleValue)
                .toArray();
        double rank = phi * (sorted.length - 1);
        int lower = (int) Math.floor(rank);
        double weight = rank - Math.floor(rank);
        return sorted[lower] * (1 - weight) + sorted[Math.min(sorted.length - 1, lower + 1)] * weight;
    }

    static double variance(List<Point> window) {
        double[] mean = new double[2];
        double[] squares = new double[2];
        double count = 0;
        for (Point point : window) {
            count++;
            double delta = point.value - (mean[0] + mean[1]);
            add(delta / count, mean);
            add(delta * (point.value - (mean[0] + mean[1])), squares);
        }
        return (squares[0] + squares[1]) / count;
    }

    static double slope(List<Point> window) {
        return window.size() < 2 ? NOTHING : line(window, window.get(0).time)[0];
    }

    static double prediction(List<Point> window, long time, double seconds) {
        if (window.size() < 2) {
            return NOTHING;
        }
        double[] line = line(window, time);
        return line[0] * seconds + line[1];
    }

    /** Returns slope and intercept of a least-squares line. */
    private static double[] line(List<Point> window, long origin) {
        double constant = window.get(0).value;
        if (window.stream().allMatch(point -> point.value == constant)) {
            return Double.isInfinite(constant) ? new double[] {Double.NaN, Double.NaN} : new double[] {0, constant};
        }
        double[] x = new double[2];
        double[] y = new double[2];
        double[] xy = new double[2];
        double[] xx = new double[2];
        for (Point point : window) {
            double second = (point.time - origin) / 1e3;
            add(second, x);
            add(point.value, y);
            add(second * point.value, xy);
            add(second * second, xx);
        }
        double n = window.size();
        double sumX = x[0] + x[1];
        double sumY = y[0] + y[1];
        double covariance = xy[0] + xy[1] - sumX * sumY / n;
        double variance = xx[0] + xx[1] - sumX * sumX / n;
        double slope = covariance / variance;
        return new double[] {slope, sumY / n - slope * sumX / n};
    }

    /** Neumaier's compensated addition to a sum and its error. */
    private static void add(double value, double[] sumAndError) {
        double sum = sumAndError[0];
        double total = sum + value;
        if (Double.isInfinite(total)) {
            sumAndError[1] = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            sumAndError[1] += (sum - total) + value;
        } else {
            sumAndError[1] += (value - total) + sum;
        }
        sumAndError[0] = total;
    }

    static double resets(List<Point> window) {
        int count = 0;
        for (int i = 1; i < window.size(); i++) {
            if (isReset(window, i)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isReset(List<Point> window, int i) {
        Point before = window.get(i - 1);
        Point now = window.get(i);
        return now.value < before.value || StartTimes.isReset(before.startTime, before.time, now.startTime, now.time);
    }

    static double changes(List<Point> window) {
        int count = 0;
        for (int i = 1; i < window.size(); i++) {
            double before = window.get(i - 1).value;
            double now = window.get(i).value;
            if (before != now && !(Double.isNaN(before) && Double.isNaN(now))) {
                count++;
            }
        }
        return count;
    }

    /** The rate as Prometheus's documentation and source describe it, in one go. */
    static double rate(List<Point> window, WindowGrid grid, int step, boolean counter, boolean perSecond) {
        Point first = window.get(0);
        Point last = window.get(window.size() - 1);
        double increase = last.value - first.value;
        for (int i = 1; counter && i < window.size(); i++) {
            if (isReset(window, i)) {
                increase += window.get(i - 1).value;
            }
        }
        double toStart = (first.time - grid.start(step)) / 1000.0;
        double toEnd = (grid.end(step) - last.time) / 1000.0;
        double sampled = (last.time - first.time) / 1000.0;
        double average = window.size() > 1 ? sampled / (window.size() - 1) : 0;
        boolean startsInside =
                counter && first.startTime != 0 && first.startTime > grid.start(step) && first.startTime < first.time;
        if (startsInside) {
            toStart = 0;
            sampled = (last.time - first.startTime) / 1000.0;
            increase += first.value;
        } else if (window.size() < 2) {
            return NOTHING;
        } else {
            if (toStart >= average * 1.1) {
                toStart = average / 2;
            }
            if (counter && increase > 0 && first.value >= 0) {
                double toZero = sampled * (first.value / increase);
                if (toZero < toStart) {
                    toStart = toZero;
                }
            }
        }
        if (toEnd >= average * 1.1) {
            toEnd = average / 2;
        }
        double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
        return increase * (perSecond ? factor / (grid.range() / 1000.0) : factor);
    }
}
