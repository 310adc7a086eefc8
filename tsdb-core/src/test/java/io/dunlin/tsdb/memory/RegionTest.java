package io.dunlin.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoMemoryLeak.class)
class RegionTest {
    private static final int LENGTH = 100;

    private final OffHeap offHeap = OffHeap.poisoning(1 << 20);
    private final MemoryScope scope = offHeap.openScope("test");

    @TempDir
    Path directory;

    /** Where a region's bytes may lie. */
    enum Place {
        HEAP,
        PART_OF_HEAP,
        NATIVE,
        ARENA
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private Region region(Place place) {
        return switch (place) {
            case HEAP -> Region.ofHeap(new byte[LENGTH]);
            case PART_OF_HEAP -> Region.ofHeap(new byte[LENGTH + 20], 7, LENGTH);
            case NATIVE -> scope.allocate(MemoryTag.LOG, LENGTH);
            case ARENA -> {
                Arena arena = scope.arena(MemoryTag.LOG);
                arena.allocate(LENGTH);
                yield arena.region();
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void valuesComeBackInBothByteOrders(Place place) {
        Region region = region(place);
        region.putLong(3, 0x0102030405060708L);
        assertThat(region.getLong(3)).isEqualTo(0x0102030405060708L);
        assertThat(region.getLongBigEndian(3)).isEqualTo(0x0807060504030201L);
        assertThat(region.getByte(3)).isEqualTo((byte) 8);
        region.putIntBigEndian(20, 0x01020304);
        assertThat(region.getInt(20)).isEqualTo(0x04030201);
        assertThat(region.getByte(20)).isEqualTo((byte) 1);
        region.putShort(30, (short) 0x0102);
        assertThat(region.getShortBigEndian(30)).isEqualTo((short) 0x0201);
        region.putDouble(40, -0.0);
        assertThat(Double.doubleToRawLongBits(region.getDouble(40))).isEqualTo(Long.MIN_VALUE);
        region.putDoubleBigEndian(48, 1.5);
        assertThat(region.getDoubleBigEndian(48)).isEqualTo(1.5);
        region.publishLongRelease(56, 7);
        assertThat(region.getLongAcquire(56)).isEqualTo(7);
        region.publishIntRelease(64, 8);
        assertThat(region.getIntAcquire(64)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARENA")
    void everyAccessOutsideThrows(Place place) {
        Region region = region(place);
        long[] outside = {-1, Long.MIN_VALUE, LENGTH, LENGTH + 1, 1L << 29, 1L << 59, Long.MAX_VALUE};
        for (long address : outside) {
            assertThatThrownBy(() -> region.getByte(address)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> region.putByte(address, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> region.crc32c(address, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> region.getLong(LENGTH - 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> region.getInt(LENGTH - 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> region.getShort(LENGTH - 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> region.getBytes(LENGTH - 3, new byte[4], 0, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(region.getLong(LENGTH - 8)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void bytesAreCopiedComparedAndSummed(Place place) {
        Region region = region(place);
        byte[] text = "the quick brown fox jumps".getBytes(StandardCharsets.US_ASCII);
        region.putBytes(5, text, 0, text.length);
        region.putBytes(40, new UnsafeBuffer(text), 4, 5);
        byte[] back = new byte[5];
        region.getBytes(40, back, 0, 5);
        assertThat(new String(back, StandardCharsets.US_ASCII)).isEqualTo("quick");
        Region copy = Region.ofHeap(new byte[text.length]);
        region.copyTo(5, copy, 0, text.length);
        assertThat(copy.equalBytes(0, region, 5, text.length)).isTrue();
        CRC32C crc = new CRC32C();
        crc.update(text);
        assertThat(region.crc32c(5, text.length)).isEqualTo((int) crc.getValue());
        region.fill(5, 3, (byte) 'z');
        assertThat(region.compareBytes(5, 10, copy, 0, 10)).isPositive();
        assertThat(copy.compareBytes(0, 9, copy, 0, 10)).isNegative();
    }

    @Test
    void comparesAsUnsignedBytes() {
        Region region = Region.ofHeap(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
        assertThat(region.compareBytes(0, 8, region, 8, 8)).isPositive();
        assertThat(region.compareBytes(0, 1, region, 8, 1)).isPositive();
    }

    @Test
    void mappedFileIsReadOnlyAndReadsLikeTheFile() throws IOException {
        Path file = directory.resolve("f");
        byte[] content = new byte[10_000];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        Region region;
        try (FileChannel channel = FileChannel.open(file)) {
            region = scope.map("f", channel, content.length);
        }
        byte[] back = new byte[content.length];
        region.getBytes(0, back, 0, back.length);
        assertThat(back).isEqualTo(content);
        assertThatThrownBy(() -> region.putByte(0, (byte) 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> region.getLong(content.length - 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(offHeap.bytes(MemoryTag.MAPPED_FILE)).isEqualTo(content.length);
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    @Test
    void mapsFilesLongerThanTwoGibibytes() throws IOException {
        Path file = directory.resolve("sparse");
        long length = (5L << 29) + 12_345;
        long edge = (1L << 30) - 4;
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), edge);
            channel.write(ByteBuffer.wrap(new byte[] {9}), length - 1);
            Region region = scope.map("f", channel, length);
            assertThat(region.getLongBigEndian(edge)).isEqualTo(0x0102030405060708L);
            assertThat(region.getByte(length - 1)).isEqualTo((byte) 9);
            byte[] across = new byte[1 << 20];
            region.getBytes(edge - (1 << 19), across, 0, across.length);
            assertThat(across[1 << 19]).isEqualTo((byte) 1);
            assertThatThrownBy(() -> region.getByte(length)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aRegionIsDeadAfterItsScope() {
        Region region = scope.allocate(MemoryTag.LOG, 64);
        Region arena = scope.arena(MemoryTag.LOG).region();
        scope.close();
        Stream.of(region, arena)
                .forEach(r -> assertThatThrownBy(() -> r.getByte(0)).isInstanceOf(IndexOutOfBoundsException.class));
    }
}
