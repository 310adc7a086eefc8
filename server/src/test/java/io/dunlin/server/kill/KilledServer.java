package io.dunlin.server.kill;

import io.dunlin.server.e2e.ApiClient;
import io.dunlin.server.e2e.Await;
import io.dunlin.server.e2e.DunlinProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One life of the server, from its start to {@code kill -9}, and which phases it is in. */
final class KilledServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    /** The most memory of the head in MiB, so that it can be made scarce; 0 for the server's own choice. */
    private static final int MEMORY = Integer.getInteger("dunlin.kill.memory", 0);

    private static final String[] FLAGS = {
        MEMORY > 0 ? "--storage.head.max-memory=" + MEMORY + "MB" : "--storage.head.max-series=0",
        "--web.enable-admin-api",
        "--log.level=debug",
        "--storage.tsdb.min-block-duration=10m",
        "--storage.tsdb.max-block-duration=30m",
        "--storage.tsdb.retention.time=" + LossCheck.RETENTION.toMinutes() + "m",
        "--query.max-samples=1000000000",
    };

    /** A life lasts for seconds: too short for the optimising compiler to pay. */
    private static final Map<String, String> QUICK_START =
            Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto");

    private final Path directory;
    private final DunlinProcess process;
    private final Tail log;
    private final Set<Phase> open = EnumSet.noneOf(Phase.class);
    private final Map<Phase, Long> begun = new EnumMap<>(Phase.class);

    private KilledServer(Path directory, DunlinProcess process) {
        this.directory = directory;
        this.process = process;
        this.log = new Tail(directory.resolve("dunlin.out"));
    }

    static KilledServer launch(Path directory, int port) {
        return new KilledServer(directory, DunlinProcess.launch(directory, port, QUICK_START, FLAGS));
    }

    ApiClient api() {
        return process.api();
    }

    void awaitReady() {
        Await.until(START_LIMIT, () -> "the server:\n" + process.log(), () -> {
            requireAlive();
            return api().isOk("/-/ready");
        });
        look(new EnumMap<>(Phase.class));
    }

    private void requireAlive() {
        if (!process.process().isAlive()) {
            throw new AssertionError("the server ended:\n" + process.log());
        }
    }

    /**
     * Reads what the log says by now.
     *
     * @param typical where to put how long the phases lasted that have ended
     * @return the phases that are open now
     */
    Set<Phase> look(Map<Phase, Long> typical) {
        long now = System.nanoTime();
        for (String line : log.newLines()) {
            for (Phase phase : Phase.values()) {
                if (phase.beginsWith(line)) {
                    begin(phase);
                } else if (phase.endsWith(line) && open.contains(phase)) {
                    typical.put(phase, now - begun.get(phase));
                    end(phase);
                }
            }
        }
        return open;
    }

    /** Says that a call has been made. */
    void begin(Phase phase) {
        open.add(phase);
        begun.put(phase, System.nanoTime());
    }

    /** Says that a call has been answered. */
    void end(Phase phase) {
        open.remove(phase);
    }

    Optional<Long> begun(Phase phase) {
        return Optional.ofNullable(open.contains(phase) ? begun.get(phase) : null);
    }

    /** Kills it and returns the phases that had begun and not ended; its log is kept under the name of this life. */
    Set<Phase> kill(int life) throws InterruptedException {
        requireAlive();
        process.process().kill();
        look(new EnumMap<>(Phase.class));
        try {
            Files.move(directory.resolve("dunlin.out"), directory.resolve("life-" + life + ".out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    @Override
    public void close() {
        process.close();
    }
}
