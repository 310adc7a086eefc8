package io.dunlin.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelayFileTest {
    private static final Ulid FIRST = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");
    private static final Ulid SECOND = Ulid.parse("01DXXFZDYD1MQW6079WK0K6EDQ");

    @TempDir
    private Path directory;

    @Test
    void makesBlocksWaitThatAreNotUploaded() throws IOException {
        Path path = directory.resolve("thanos.shipper.json");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        DelayFile file = new DelayFile(Disk.system(), path, now::get);
        assertThat(file.test(FIRST)).isFalse();
        Files.writeString(path, "{\"version\":1,\"uploaded\":[\"" + FIRST + "\"]}");
        assertThat(file.test(SECOND)).as("read at most once a minute").isFalse();
        now.set(Instant.EPOCH.plusSeconds(61));
        assertThat(file.test(FIRST)).isFalse();
        assertThat(file.test(SECOND)).isTrue();
        Files.delete(path);
        now.set(Instant.EPOCH.plusSeconds(200));
        assertThat(file.test(SECOND)).isFalse();
    }
}
