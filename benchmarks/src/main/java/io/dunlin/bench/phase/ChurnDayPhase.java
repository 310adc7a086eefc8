package io.dunlin.bench.phase;

import io.dunlin.bench.harness.AnswersDifferException;
import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.MemoryWatch;
import io.dunlin.bench.harness.Phase;
import io.dunlin.bench.harness.Sender;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.ServerSpec;
import io.dunlin.bench.load.ChurnLoad;
import io.dunlin.bench.load.GeneratedLoad;
import io.dunlin.bench.load.RequestLoad;
import io.dunlin.bench.load.RequestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A day of data with hundreds of new one-shot series a second on top of the stable ones: does memory stay flat, is every
 * request's value still there? As fast as accepted, which must be at least 24 times real time. Then the first hours again
 * without one-shot series, to tell what those cost.
 */
final class ChurnDayPhase implements Phase {
    private static final int STEPS_PER_HOUR = 240;
    private static final int INTERVAL_SECONDS = 15;
    private static final int REFERENCE_HOUR = 3;
    private static final double LEAST_SPEED = 24;
    private static final int CHECKED = 1000;
    private static final long SECONDS_PER_HOUR = 3600;

    @Override
    public String name() {
        return "churn-day";
    }

    @Override
    public String description() {
        return "hours of data with new one-shot series each second on top of the stable ones, no larger block levels";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Measure> run(Bench bench) throws IOException, InterruptedException {
        DiskNeed.require(bench);
        Day day = new Day(bench);
        for (ServerSpec spec : bench.servers()) {
            ServerSpec unmerged = spec.with(spec.kind().unmergedBlocks());
            try (Server server = Server.start(unmerged, bench.work())) {
                day.run(server);
            }
            try (Server server = Server.start(unmerged, bench.work())) {
                day.runWithoutChurn(server);
            }
        }
        return day.measures();
    }

    /** The disk that the day may take: what is written, once more while a block is cut, and the log. */
    private static final class DiskNeed {
        private static final long PER_ONE_SHOT = 2 * 300;
        private static final long PER_SAMPLE = 3;
        private static final long LOG = 4L << 30;

        static void require(Bench bench) throws IOException {
            long seconds = bench.size().churn().hours() * SECONDS_PER_HOUR;
            long oneShots = seconds * bench.size().churn().perSecond();
            long samples = seconds / INTERVAL_SECONDS * bench.size().series();
            long needed = oneShots * PER_ONE_SHOT + samples * PER_SAMPLE + LOG;
            long free = Files.getFileStore(bench.work()).getUsableSpace();
            bench.say("churn-day: disk needed=" + mib(needed) + " MiB, free=" + mib(free) + " MiB");
            if (free < needed) {
                throw new IllegalStateException("churn-day needs more disk: directory=" + bench.work() + " needed="
                        + needed + " free=" + free + "; choose another --work");
            }
        }

        private static long mib(long bytes) {
            return bytes >> 20;
        }
    }

    private static final class Day {
        private final Bench bench;
        private final int hours;
        private final RequestLoad oneShots;
        private final GeneratedLoad stable;
        private final ChurnLoad load;
        private final Measure memory = new Measure("memory with one-shot series", "MiB", false);
        private final Measure peak = new Measure("peak memory in each hour", "MiB", false);
        private final Measure growth = new Measure("memory, last hour against hour 3", "×", false);
        private final Measure cost;
        private final Measure speed = new Measure("data time against real time", "×", true);
        private final Measure right = new Measure("one-shot series of all hours with exactly their value", "%", true);
        private final List<Measure> byHour = new ArrayList<>();

        Day(Bench bench) {
            this.bench = bench;
            this.hours = bench.size().churn().hours();
            int perSecond = bench.size().churn().perSecond();
            int steps = hours * STEPS_PER_HOUR;
            stable = new GeneratedLoad(bench.stableLoad(), bench.start(steps), Bench.INTERVAL);
            oneShots = new RequestLoad(bench.size().seed(), steps * perSecond * INTERVAL_SECONDS);
            load = new ChurnLoad(stable, oneShots, perSecond, INTERVAL_SECONDS);
            cost = new Measure("memory more than without one-shot series, hour " + referenceHour(), "MiB", false);
        }

        private int referenceHour() {
            return Math.min(REFERENCE_HOUR, hours);
        }

        void run(Server server) throws IOException, InterruptedException {
            String name = server.spec().name();
            double[] settled = new double[hours + 1];
            double seconds = 0;
            for (int hour = 1; hour <= hours; hour++) {
                try (MemoryWatch watch = new MemoryWatch(server)) {
                    seconds += Sender.send(hour(load, hour), server).wallSeconds();
                    place(peak, hour).add(name, watch.peakMiB());
                }
                settled[hour] = server.settledMemoryMiB(bench.size().settling());
                place(memory, hour).add(name, settled[hour]);
                bench.say("churn-day: " + name + " hour=" + hour + " MiB=" + Math.round(settled[hour]) + " seconds="
                        + Math.round(seconds));
            }
            double times = hours * SECONDS_PER_HOUR / seconds;
            speed.add(name, times);
            if (times < LEAST_SPEED) {
                bench.say("churn-day: " + name + " was slower than " + LEAST_SPEED + " times real time");
            }
            growth.add(name, settled[hours] / settled[referenceHour()]);
            cost.add(name, settled[referenceHour()]);
            right.add(name, 100.0 * countRight(server) / CHECKED);
        }

        /** Turns the memory of the reference hour into what is more than without one-shot series. */
        void runWithoutChurn(Server server) throws IOException, InterruptedException {
            String name = server.spec().name();
            for (int hour = 1; hour <= referenceHour(); hour++) {
                Sender.send(stable.steps((hour - 1L) * STEPS_PER_HOUR, (long) hour * STEPS_PER_HOUR), server);
            }
            double without = server.settledMemoryMiB(bench.size().settling());
            bench.say("churn-day: " + name + " without one-shot series MiB=" + Math.round(without));
            cost.values().get(name).replaceAll(with -> with - without);
        }

        private int countRight(Server server) throws IOException, InterruptedException {
            int found = new RandomOneShots(oneShots, load, bench.size().seed()).countRight(server, CHECKED);
            if (found == 0) {
                throw new AnswersDifferException(
                        "no one-shot series is there: server=" + server.spec().name() + " asked=" + CHECKED);
            }
            return found;
        }

        private static RequestSource hour(ChurnLoad load, int hour) {
            return load.steps((hour - 1L) * STEPS_PER_HOUR, (long) hour * STEPS_PER_HOUR);
        }

        private Measure place(Measure measure, int hour) {
            Measure placed = measure.at("hours", hour);
            byHour.add(placed);
            return placed;
        }

        List<Measure> measures() {
            List<Measure> all = new ArrayList<>(List.of(growth, cost, speed, right));
            all.addAll(byHour);
            return all;
        }
    }
}
