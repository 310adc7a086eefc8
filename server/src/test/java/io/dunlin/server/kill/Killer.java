package io.dunlin.server.kill;

import io.dunlin.server.e2e.ApiClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Waits until a server is in a phase, and then for a random part of the time that the phase lasts. */
final class Killer {
    private static final long POLL_NANOS = 200_000;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long FIRST_GUESS_NANOS = Duration.ofMillis(20).toNanos();
    private static final long LONGEST_APPEND_NANOS = Duration.ofMillis(1500).toNanos();
    private static final String ADMIN = "/api/v1/admin/tsdb/";
    private static final int NO_CONTENT = 204;
    private static final int OK = 200;

    private final Load load;
    private final Ledger ledger;
    private final Deletions deletions;
    private final SplittableRandom random;

    /** How long each phase lasted when last seen, in nanoseconds. */
    private final Map<Phase, Long> typical = new EnumMap<>(Phase.class);

    private CompletableFuture<Boolean> answered = CompletableFuture.completedFuture(true);

    Killer(Load load, Ledger ledger, Deletions deletions, SplittableRandom random) {
        this.load = load;
        this.ledger = ledger;
        this.deletions = deletions;
        this.random = random;
    }

    /** Returns when the server should be killed now; where the phase does not come, that is after some time. */
    void await(KilledServer server, Phase phase) {
        if (phase == Phase.APPEND) {
            LockSupport.parkNanos(random.nextLong(LONGEST_APPEND_NANOS));
        } else if (Phase.CALLS.contains(phase)) {
            call(server, phase);
        } else {
            awaitInside(server, phase);
        }
    }

    private void awaitInside(KilledServer server, Phase phase) {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        double part = random.nextDouble();
        while (System.nanoTime() < patience) {
            server.look(typical);
            Optional<Long> begun = server.begun(phase);
            if (begun.isPresent() && System.nanoTime() - begun.get() >= part * typical(phase)) {
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private long typical(Phase phase) {
        return typical.getOrDefault(phase, FIRST_GUESS_NANOS);
    }

    /** Makes the call again and again, since it may be answered before the moment has come. */
    private void call(KilledServer server, Phase phase) {
        double part = random.nextDouble();
        long patience = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < patience) {
            if (phase == Phase.CLEAN) {
                delete(server.api());
            }
            server.begin(phase);
            long begun = System.nanoTime();
            answered = CompletableFuture.supplyAsync(() -> isAnswered(server.api(), phase));
            while (!answered.isDone()) {
                if (System.nanoTime() - begun >= part * typical(phase)) {
                    return;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            typical.put(phase, System.nanoTime() - begun);
            server.end(phase);
            part *= random.nextDouble();
        }
    }

    /** Returns whether the last call was answered; waits until that is known. */
    boolean wasAnswered() {
        return answered.join();
    }

    /** Makes a call; the answer is lost where the server is killed before. */
    private boolean isAnswered(ApiClient api, Phase phase) {
        try {
            switch (phase) {
                case DELETE -> delete(api);
                case CLEAN -> requireOk(api.post(ADMIN + "clean_tombstones"));
                default -> requireOk(api.post(ADMIN + "snapshot"));
            }
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Deletes a slot of single requests over many blocks; before the answer nobody knows what is left. */
    private void delete(ApiClient api) {
        long to = Arrays.stream(ledger.read().acknowledged()).min().orElseThrow() - random.nextInt(30);
        long from = Math.max(1, to - 100 - random.nextInt(50));
        int slot = random.nextInt(Load.ONCE);
        if (to <= from) {
            return;
        }
        deletions.add(new Deletions.Deletion(slot, from, to, false));
        requireOk(api.post(
                ADMIN + "delete_series",
                "match[]",
                "once{slot=\"" + slot + "\"}",
                "start",
                Double.toString(load.time(from) / 1e3),
                "end",
                Double.toString(load.time(to) / 1e3)));
        deletions.add(new Deletions.Deletion(slot, from, to, true));
    }

    private static void requireOk(ApiClient.Answer answer) {
        if (answer.status() != NO_CONTENT && answer.status() != OK) {
            throw new AssertionError("refused: " + answer);
        }
    }
}
