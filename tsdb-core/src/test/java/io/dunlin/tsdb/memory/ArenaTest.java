package io.dunlin.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoMemoryLeak.class)
class ArenaTest {
    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final MemoryScope scope = offHeap.openScope("arena");

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void piecesAreAlignedZeroedApartAndStayWhereTheyAre() {
        Arena arena = scope.arena(MemoryTag.HEAD_RECORDS);
        Random random = new Random(1);
        List<long[]> pieces = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int length = 1 + random.nextInt(i % 1_000 == 0 ? 100_000 : 200);
            long address = arena.allocate(length);
            assertThat(address % 8).isZero();
            for (int at = 0; at < length; at++) {
                assertThat(arena.region().getByte(address + at)).isZero();
            }
            arena.region().fill(address, length, (byte) i);
            pieces.add(new long[] {address, length});
        }
        for (int i = 0; i < pieces.size(); i++) {
            long[] piece = pieces.get(i);
            assertThat(arena.region().getByte(piece[0])).isEqualTo((byte) i);
            assertThat(arena.region().getByte(piece[0] + piece[1] - 1)).isEqualTo((byte) i);
        }
        assertThat(offHeap.bytes(MemoryTag.HEAD_RECORDS)).isEqualTo(arena.capacityBytes());
    }

    @Test
    void unalignedPiecesLieSideBySide() {
        Arena arena = scope.arena(MemoryTag.HEAD_SYMBOLS);
        long first = arena.allocateUnaligned(3);
        assertThat(arena.allocateUnaligned(5)).isEqualTo(first + 3);
        assertThat(arena.usedBytes()).isEqualTo(8);
    }

    @Test
    void blocksAreReusedByClassAndNeverOverlap() {
        SizeClassAllocator blocks = new SizeClassAllocator(scope.arena(MemoryTag.HEAD_CHUNKS));
        Random random = new Random(2);
        Map<Long, Integer> live = new HashMap<>();
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (live.size() > 500 && random.nextBoolean()) {
                long address = order.remove(random.nextInt(order.size()));
                int length = live.remove(address);
                assertThat(blocks.region().getByte(address + length - 1)).isEqualTo((byte) address);
                blocks.free(address, length);
            } else {
                int length = 1 + random.nextInt(SizeClassAllocator.maxLength());
                long address = blocks.allocate(length);
                assertThat(blocks.region().getLong(address)).isZero();
                blocks.region().fill(address, SizeClassAllocator.blockLength(length), (byte) address);
                live.put(address, length);
                order.add(address);
            }
        }
        long used = live.values().stream()
                .mapToLong(SizeClassAllocator::blockLength)
                .sum();
        assertThat(blocks.usedBytes()).isEqualTo(used);
        long before = offHeap.bytes(MemoryTag.HEAD_CHUNKS);
        live.forEach(blocks::free);
        assertThat(blocks.freeBytes()).isGreaterThanOrEqualTo(used);
        live.values().forEach(blocks::allocate);
        assertThat(offHeap.bytes(MemoryTag.HEAD_CHUNKS)).isEqualTo(before);
    }

    /** All blocks go from class to class in the order in which they lie, and begin anew, as chunks of one interval do. */
    @Test
    void blocksThatGrowTogetherLeaveRoomForOneAnother() {
        SizeClassAllocator blocks = new SizeClassAllocator(scope.arena(MemoryTag.HEAD_CHUNKS));
        int[] lengths = {48, 64, 96, 128, 192, 256, 384};
        int count = 10_000;
        long[] addresses = new long[count];
        long firstRound = 0;
        for (int round = 0; round < 3; round++) {
            for (int k = 0; k < lengths.length; k++) {
                for (int i = 0; i < count; i++) {
                    long next = blocks.allocate(lengths[k]);
                    blocks.region().fill(next, lengths[k], (byte) i);
                    if (k > 0) {
                        assertThat(blocks.region().getByte(addresses[i])).isEqualTo((byte) i);
                        assertThat(blocks.region().getByte(addresses[i] + lengths[k - 1] - 1))
                                .isEqualTo((byte) i);
                        blocks.free(addresses[i], lengths[k - 1]);
                    }
                    addresses[i] = next;
                }
            }
            for (long address : addresses) {
                blocks.free(address, 384);
            }
            assertThat(blocks.usedBytes()).isZero();
            firstRound = round == 0 ? blocks.freeBytes() : firstRound;
        }
        // The two largest classes are in use at once; each class for itself would take 1,168 bytes a block.
        assertThat(firstRound).isLessThan(count * 700L);
        assertThat(blocks.freeBytes()).isCloseTo(firstRound, withPercentage(1));
    }

    @Test
    void classesAreTheSmallestThatFit() {
        assertThat(SizeClassAllocator.blockLength(0)).isEqualTo(32);
        assertThat(SizeClassAllocator.blockLength(32)).isEqualTo(32);
        assertThat(SizeClassAllocator.blockLength(33)).isEqualTo(48);
        assertThat(SizeClassAllocator.blockLength(129)).isEqualTo(192);
        assertThat(SizeClassAllocator.blockLength(1_024)).isEqualTo(1_024);
    }
}
