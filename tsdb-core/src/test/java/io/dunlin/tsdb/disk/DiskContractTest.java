package io.dunlin.tsdb.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Disk} does. */
@ExtendWith(NoMemoryLeak.class)
abstract class DiskContractTest {
    @TempDir
    Path directory;

    abstract Disk disk();

    static final class SystemDiskTest extends DiskContractTest {
        @Override
        Disk disk() {
            return Disk.system();
        }

        @Test
        void deletesLinksAndNotWhatTheyLeadTo() throws IOException {
            Path outside = Files.createDirectories(directory.resolve("outside"));
            Path file = Files.writeString(outside.resolve("f"), "kept");
            Path tree = Files.createDirectories(directory.resolve("tree"));
            Files.createSymbolicLink(tree.resolve("inner"), outside);
            Path link = Files.createSymbolicLink(directory.resolve("link"), outside);
            assertThat(disk().isLink(link)).isTrue();
            assertThat(disk().isLink(outside)).isFalse();
            disk().deleteTree(tree);
            disk().deleteTree(link);
            assertThat(tree).doesNotExist();
            assertThat(link).doesNotExist();
            assertThat(file).hasContent("kept");
        }
    }

    static final class SimulatedDiskContractTest extends DiskContractTest {
        private final SimulatedDisk disk = new SimulatedDisk();

        @Override
        Disk disk() {
            return disk;
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(DiskFile file, long position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        int n = file.read(position, into);
        return new String(into.array(), 0, n, StandardCharsets.US_ASCII);
    }

    @Test
    void filesKeepWhatIsWrittenAtAPosition() throws IOException {
        Path dir = directory.resolve("a/b");
        disk().createDirectories(dir);
        disk().createDirectories(dir);
        try (DiskFile file = disk().create(dir.resolve("f"))) {
            file.write(0, bytes("hello"));
            file.write(3, bytes("p!!"));
            file.preallocate(8);
            file.sync();
            assertThat(file.size()).isEqualTo(8);
            assertThat(read(file, 0, 100)).isEqualTo("help!!\0\0");
            assertThat(read(file, 8, 1)).isEmpty();
            file.truncate(4);
        }
        disk().syncDirectory(dir);
        try (DiskFile file = disk().openRead(dir.resolve("f"))) {
            assertThat(read(file, 1, 10)).isEqualTo("elp");
        }
        assertThat(disk().size(dir.resolve("f"))).isEqualTo(4);
        try (DiskFile file = disk().open(dir.resolve("f"))) {
            file.write(4, bytes("er"));
            assertThat(read(file, 0, 10)).isEqualTo("helper");
        }
        assertThatThrownBy(() -> disk().create(dir.resolve("f"))).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aFileCanHaveTwoNames() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        disk().createDirectories(directory);
        try (DiskFile file = disk().create(first)) {
            file.write(0, bytes("one"));
        }
        disk().link(first, second);
        assertThatThrownBy(() -> disk().link(first, second)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk().link(directory.resolve("none"), directory.resolve("third")))
                .isInstanceOf(NoSuchFileException.class);
        disk().delete(first);
        try (DiskFile file = disk().openRead(second)) {
            assertThat(read(file, 0, 10)).isEqualTo("one");
        }
    }

    @Test
    void namesMoveAndGo() throws IOException {
        Path dir = directory.resolve("d");
        disk().createDirectories(dir.resolve("sub"));
        disk().create(dir.resolve("sub/x")).close();
        disk().create(dir.resolve("z")).close();
        disk().create(dir.resolve("y")).close();
        assertThat(disk().list(dir)).containsExactly(dir.resolve("sub"), dir.resolve("y"), dir.resolve("z"));
        disk().rename(dir.resolve("y"), dir.resolve("z"));
        disk().rename(dir.resolve("sub"), dir.resolve("moved"));
        assertThat(disk().list(dir)).containsExactly(dir.resolve("moved"), dir.resolve("z"));
        assertThat(disk().list(dir.resolve("moved"))).containsExactly(dir.resolve("moved/x"));
        assertThat(disk().isDirectory(dir.resolve("moved"))).isTrue();
        assertThat(disk().isDirectory(dir.resolve("z"))).isFalse();
        assertThatThrownBy(() -> disk().delete(dir.resolve("moved"))).isInstanceOf(DirectoryNotEmptyException.class);
        disk().deleteTree(dir.resolve("moved"));
        assertThat(disk().exists(dir.resolve("moved"))).isFalse();
        assertThatThrownBy(() -> disk().open(dir.resolve("y"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().delete(dir.resolve("y"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().list(dir.resolve("y"))).isInstanceOf(NoSuchFileException.class);
        assertThat(disk().freeSpace(dir)).isPositive();
    }

    @Test
    void mapsWhatAFileHolds() throws IOException {
        disk().createDirectories(directory.resolve("m"));
        Path path = directory.resolve("m/f");
        try (DiskFile file = disk().create(path)) {
            file.write(0, bytes("12345678"));
        }
        try (MemoryScope scope = OffHeap.poisoning(1 << 20).openScope("map")) {
            Region region = disk().map(path, scope);
            assertThat(region.getLong(0)).isEqualTo(0x3837363534333231L);
            assertThatThrownBy(() -> region.getByte(8)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
