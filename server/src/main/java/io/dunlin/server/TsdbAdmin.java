package io.dunlin.server;

import io.dunlin.compaction.CompactionLoop;
import io.dunlin.http.endpoint.DatabaseAdmin;
import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.StorageException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Passes what an administrator asks for to database and compaction, once they are open. Thread-safe. */
final class TsdbAdmin implements DatabaseAdmin {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Parts parts;

    private record Parts(Tsdb tsdb, CompactionLoop compaction) {}

    TsdbAdmin(Clock clock) {
        this.clock = clock;
    }

    void open(Tsdb tsdb, CompactionLoop compaction) {
        parts = new Parts(tsdb, compaction);
    }

    private Parts opened() {
        Parts open = parts;
        if (open == null) {
            throw new StorageException("the database is not open");
        }
        return open;
    }

    @Override
    public void delete(long minTime, long maxTime, List<LabelMatcher> matchers) {
        opened().tsdb.delete(minTime, maxTime, matchers);
    }

    @Override
    public boolean cleanTombstones() {
        return opened().compaction.cleanTombstones();
    }

    @Override
    public String snapshot(boolean withHead) {
        Tsdb tsdb = opened().tsdb;
        String name = TIME.format(clock.instant()) + "-" + String.format(Locale.ROOT, "%016x", random.nextLong());
        Path snapshots = tsdb.blocks().directory().resolve("snapshots");
        tsdb.snapshot(snapshots.resolve(name), withHead);
        return name;
    }
}
