package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.Tsdb;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.SampleBuffer;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after kill -9, wherever it hits: append, cut, checkpoint, recovery. */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("dunlin.kill.rounds", 4);

    @TempDir
    private Path directory;

    @Test
    void shouldHaveEveryAcknowledgedSampleAfterKills() throws Exception {
        Random random = new Random(42);
        long acknowledged = -1;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = Math.max(acknowledged, runAndKill(acknowledged + 1, 200 + random.nextInt(600), random));
            acknowledged = requireAll(acknowledged);
        }
        assertThat(acknowledged).isGreaterThan(ROUNDS * 100L);
    }

    /** Returns the last request that the killed process had acknowledged. */
    private long runAndKill(long from, int requests, Random random) throws IOException, InterruptedException {
        Path ledger = directory.resolve("ledger");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.resolve("data").toString(),
                        Long.toString(from))
                .redirectOutput(ledger.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        while (process.isAlive() && lastLine(ledger, from) < from + requests) {
            Thread.onSpinWait();
        }
        long spin = System.nanoTime() + random.nextInt(3_000_000);
        while (System.nanoTime() < spin) {
            Thread.onSpinWait();
        }
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
        return lastLine(ledger, from);
    }

    /** Returns the number in the last whole line; the kill may have torn the one behind it. */
    private static long lastLine(Path ledger, long from) throws IOException {
        String text = Files.readString(ledger, StandardCharsets.US_ASCII);
        int end = text.lastIndexOf('\n');
        return end < 0 ? from - 1 : Long.parseLong(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
    }

    /** Returns the last request that is there, which may be one more than was acknowledged. */
    private long requireAll(long acknowledged) throws IOException {
        try (Tsdb tsdb = Tsdb.open(directory.resolve("data"), KilledWriter.options());
                View view = tsdb.view()) {
            long newest = (view.maxTime() - KilledWriter.START) / KilledWriter.STEP;
            SeriesSet steady = select(view, "steady");
            assertThat(steady.size()).isEqualTo(KilledWriter.STEADY);
            SampleBuffer samples = new SampleBuffer();
            for (int s = 0; s < steady.size(); s++) {
                samples.clear();
                steady.reader().read(s, samples);
                assertThat(samples.size())
                        .isGreaterThan((int) acknowledged)
                        .isLessThanOrEqualTo((int) acknowledged + 2);
                for (int i = 0; i < samples.size(); i++) {
                    assertThat(samples.times()[i]).isEqualTo(KilledWriter.time(i));
                    assertThat(samples.values()[i]).isEqualTo(i);
                }
                newest = samples.size() - 1L;
            }
            assertThat(select(view, "once").size()).isEqualTo((int) newest + 1);
            return newest;
        }
    }

    private static SeriesSet select(View view, String name) {
        return view.querier(Long.MIN_VALUE, Long.MAX_VALUE)
                .select(SelectHints.NONE, List.of(LabelMatcher.equal("__name__", name)));
    }
}
