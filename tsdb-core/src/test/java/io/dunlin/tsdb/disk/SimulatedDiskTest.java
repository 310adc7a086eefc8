package io.dunlin.tsdb.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults of the simulated disk: a test that relies on it must know that they happen. */
class SimulatedDiskTest {
    private static final Path DIR = Path.of("/d");
    private static final Path FILE = DIR.resolve("f");

    private final SimulatedDisk disk = new SimulatedDisk();

    @BeforeEach
    void makeDirectory() throws IOException {
        disk.createDirectories(DIR);
        disk.syncDirectory(DIR.getParent());
    }

    private static ByteBuffer repeated(char c, int length) {
        return ByteBuffer.wrap(String.valueOf(c).repeat(length).getBytes(StandardCharsets.US_ASCII));
    }

    private static String content(SimulatedDisk disk, Path path) throws IOException {
        try (DiskFile file = disk.openRead(path)) {
            ByteBuffer into = ByteBuffer.allocate((int) file.size());
            file.read(0, into);
            return new String(into.array(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void whatIsSyncedSurvivesEveryCrash() throws IOException {
        DiskFile file = disk.create(FILE);
        file.write(0, repeated('a', 2_000));
        file.sync();
        disk.syncDirectory(DIR);
        for (int seed = 0; seed < 100; seed++) {
            assertThat(content(disk.crash(seed), FILE)).isEqualTo("a".repeat(2_000));
        }
    }

    @Test
    void whatIsNotSyncedIsLostTornOrKept() throws IOException {
        DiskFile file = disk.create(FILE);
        file.preallocate(1_024);
        file.sync();
        disk.syncDirectory(DIR);
        file.write(0, repeated('b', 1_024));
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            seen.add(content(disk.crash(seed), FILE));
        }
        String old = "\0".repeat(512);
        String fresh = "b".repeat(512);
        assertThat(seen).containsExactlyInAnyOrder(old + old, fresh + old, old + fresh, fresh + fresh);
    }

    @Test
    void namesAreLostAndRenamesReorderedUntilTheDirectoryIsSynced() throws IOException {
        disk.create(FILE).close();
        disk.syncDirectory(DIR);
        disk.rename(FILE, DIR.resolve("g"));
        disk.create(DIR.resolve("h")).close();
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            seen.add(disk.crash(seed).list(DIR).toString());
        }
        assertThat(seen).containsExactlyInAnyOrder("[/d/f]", "[/d/g]", "[/d/f, /d/h]", "[/d/g, /d/h]");
        disk.syncDirectory(DIR);
        assertThat(disk.crash(1).list(DIR)).containsExactly(DIR.resolve("g"), DIR.resolve("h"));
    }

    @Test
    void aFailedSyncLosesWritesThatALaterSyncDoesNotBringBack() throws IOException {
        DiskFile file = disk.create(FILE);
        disk.syncDirectory(DIR);
        file.write(0, repeated('c', 100 * 512));
        disk.failAt(disk.calls().size());
        assertThatThrownBy(file::sync).isInstanceOf(IOException.class).hasMessageContaining("injected");
        file.sync();
        assertThat(disk.failures()).isEqualTo(1);
        assertThat(content(disk, FILE)).isEqualTo("c".repeat(100 * 512));
        assertThat(content(disk.crash(1), FILE)).contains("\0");
    }

    @Test
    void aFullDiskRefusesAndTakesAgainWhenThereIsSpace() throws IOException {
        disk.capacity(1_000);
        DiskFile file = disk.create(FILE);
        file.write(0, repeated('d', 900));
        assertThatThrownBy(() -> file.write(900, repeated('d', 101))).hasMessage("No space left on device");
        file.truncate(900);
        file.write(0, repeated('e', 900));
        disk.capacity(2_000);
        file.write(900, repeated('e', 101));
        assertThat(content(disk, FILE)).isEqualTo("e".repeat(1_001));
    }
}
