package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Phase;
import java.util.List;

/** The one list of phases. */
public final class Phases {
    private static final List<Phase> ALL = List.of(
            new IngestPhase(),
            new RatePhase(),
            new AcknowledgePhase(),
            new MemoryPhase(),
            new ChurnPhase(),
            QueryPhase.range(),
            QueryPhase.instant(),
            KindsPhase.buckets(),
            KindsPhase.gauges(),
            new BlocksPhase(),
            new ConnectionsPhase(),
            new RestartPhase(),
            new DiskPhase(),
            new MemoryHoursPhase(),
            new ChurnDayPhase(),
            new ScaleSeriesPhase(),
            ScaleTimePhase.samples(),
            ScaleTimePhase.days(),
            new ScaleMatchersPhase(),
            new ScaleConnectionsPhase());

    private Phases() {}

    /** Returns all phases in their order. */
    public static List<Phase> all() {
        return ALL;
    }
}
