package io.dunlin.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.server.e2e.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in whatever the server does loses no acknowledged sample, shows none twice and none that was never sent,
 * brings nothing deleted back, and leaves blocks that promtool reads. A few rounds in an ordinary run; the profile
 * {@code kills} makes 220 and at least 20 in each phase.
 */
class KillRoundsIT {
    private static final int ROUNDS = Integer.getInteger("dunlin.kill.rounds", 6);
    private static final int EACH = Integer.getInteger("dunlin.kill.each", 0);
    private static final int KILLS_PER_REPORT = 10;
    private static final Duration AGE = Duration.ofDays(9);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final KillReport report = new KillReport();
    private final int port = ChildProcess.freePort();
    private Ledger ledger;
    private LossCheck check;
    private BlockFiles blocks;
    private Killer killer;
    private SplittableRandom random;
    private KilledServer server;

    @Test
    void keepsWhatWasAcknowledgedWhereverItIsKilled() throws InterruptedException {
        long seed = Long.getLong("dunlin.kill.seed", System.nanoTime());
        random = new SplittableRandom(seed);
        Load load = new Load(System.currentTimeMillis() / Load.STEP * Load.STEP - AGE.toMillis() + 137);
        Path file = directory.resolve("ledger");
        ledger = new Ledger(file);
        Deletions deletions = new Deletions();
        check = new LossCheck(load, ledger, deletions);
        blocks = new BlockFiles(directory.resolve("data"), directory);
        killer = new Killer(load, ledger, deletions, random.split());
        server = KilledServer.launch(directory, port);
        try (ChildProcess client = ChildProcess.start(directory, "client", Map.of(), clientCommand(load, file))) {
            server.awaitReady();
            while (report.all() < ROUNDS || report.fewest() < EACH) {
                assertThat(report.all())
                        .as("%s, seed=%d", report.text(check), seed)
                        .isLessThan(3 * ROUNDS);
                round();
                assertThat(client.isAlive()).as(client.errors()).isTrue();
                if (report.all() % KILLS_PER_REPORT == 0) {
                    System.out.println(report.text(check));
                }
            }
            assertThat(check.problems())
                    .as("%s, seed=%d, directory=%s", report.text(check), seed, directory)
                    .isEmpty();
        } finally {
            server.close();
            System.out.println(report.text(check) + " seed=" + seed);
        }
    }

    private List<String> clientCommand(Load load, Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadClient.class.getName(),
                Integer.toString(port),
                file.toString(),
                Long.toString(load.start()));
    }

    /** Kills the server, once more while it starts where that is wanted, and checks the one that follows. */
    private void round() throws InterruptedException {
        long before = ledger.read().samples();
        long start = System.nanoTime();
        Phase phase = report.rarest(random);
        killer.await(server, Phase.STARTING.contains(phase) ? Phase.APPEND : phase);
        report.wrote(ledger.read().samples() - before, System.nanoTime() - start);
        killAndLaunch();
        if (Phase.STARTING.contains(phase)) {
            killer.await(server, phase);
            killAndLaunch();
        }
        server.awaitReady();
        check.check(server.api());
        blocks.deleteSnapshots();
    }

    private void killAndLaunch() throws InterruptedException {
        Set<Phase> open = server.kill(report.all());
        if (killer.wasAnswered()) {
            open.removeAll(Phase.CALLS);
        }
        if (open.isEmpty()) {
            open.add(Phase.APPEND);
        }
        report.killed(open);
        Optional<String> problem = blocks.problem();
        assertThat(problem).as("after kill %d in %s", report.all(), open).isEmpty();
        if (blocks.hasPromtool()) {
            report.listed();
        }
        server = KilledServer.launch(directory, port);
    }
}
