package io.dunlin.server.kill;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Counts kills by the phases that were open, and how fast samples came in. */
final class KillReport {
    private static final double NANOS = 1e9;

    private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);
    private int all;
    private int listings;
    private long samples;
    private long nanos;

    void killed(Set<Phase> open) {
        all++;
        open.forEach(phase -> kills.merge(phase, 1, Integer::sum));
    }

    /** Adds a time in which the server took samples. */
    void wrote(long count, long duration) {
        samples += count;
        nanos += duration;
    }

    void listed() {
        listings++;
    }

    int all() {
        return all;
    }

    int kills(Phase phase) {
        return kills.getOrDefault(phase, 0);
    }

    int fewest() {
        return Arrays.stream(Phase.values()).mapToInt(this::kills).min().orElseThrow();
    }

    /** Returns one of the phases with the fewest kills. */
    Phase rarest(SplittableRandom random) {
        int fewest = fewest();
        List<Phase> rare = Arrays.stream(Phase.values())
                .filter(phase -> kills(phase) == fewest)
                .sorted(Comparator.naturalOrder())
                .toList();
        return rare.get(random.nextInt(rare.size()));
    }

    String text(LossCheck check) {
        double seconds = Math.max(nanos, 1) / NANOS;
        StringBuilder text = new StringBuilder(400);
        text.append(String.format(
                Locale.ROOT,
                "kills=%d acknowledged=%d lost=%d neverSent=%d compared=%d samplesPerSecond=%.0f newSeriesPerSecond=%.0f"
                        + " promtoolListings=%d%nkills by phase:",
                all,
                samples,
                check.lost(),
                check.neverSent(),
                check.samplesSeen(),
                samples / seconds,
                samples / seconds * Load.ONCE / Load.SAMPLES,
                listings));
        for (Phase phase : Phase.values()) {
            text.append(' ')
                    .append(phase.name().toLowerCase(Locale.ROOT))
                    .append('=')
                    .append(kills(phase));
        }
        return text.toString();
    }
}
