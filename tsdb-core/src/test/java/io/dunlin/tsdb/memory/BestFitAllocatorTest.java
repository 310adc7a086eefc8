package io.dunlin.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks of all lengths: they never overlap, and what is free is one block as far as it reaches. */
class BestFitAllocatorTest {
    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final MemoryScope scope = offHeap.openScope("blocks");
    private final BestFitAllocator blocks = new BestFitAllocator(scope.arena(MemoryTag.HEAD_CHUNKS));

    @AfterEach
    void everythingIsFreed() {
        scope.close();
        assertThat(offHeap.anonymousBytes()).isZero();
    }

    /** A block in use, filled with a byte of its own. */
    private record Live(long address, int length, byte mark) {}

    private Live take(int length, byte mark) {
        long address = blocks.allocate(length);
        int whole = BestFitAllocator.blockLength(length);
        for (int at = 0; at < whole; at += Long.BYTES) {
            assertThat(blocks.region().getLong(address + at)).as("zeroed").isZero();
        }
        blocks.region().fill(address, whole, mark);
        return new Live(address, length, mark);
    }

    private void give(Live block) {
        int whole = BestFitAllocator.blockLength(block.length);
        for (int at = 0; at < whole; at++) {
            assertThat(blocks.region().getByte(block.address + at))
                    .as("untouched by others")
                    .isEqualTo(block.mark);
        }
        blocks.free(block.address, block.length);
    }

    private static int randomLength(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(64);
            case 1 -> random.nextInt(1100);
            case 2 -> random.nextInt(BestFitAllocator.maxLength() + 1);
            default -> 48;
        };
    }

    @Test
    void blocksNeverOverlapAndAreFoundAgain() {
        Random random = new Random(7);
        List<Live> live = new ArrayList<>();
        long used = 0;
        for (int i = 0; i < 60_000; i++) {
            if (live.size() > 200 && random.nextInt(100) < 51) {
                Live last = live.remove(live.size() - 1);
                int at = random.nextInt(live.size());
                Live gone = live.set(at, last);
                give(gone);
                used -= BestFitAllocator.blockLength(gone.length);
            } else {
                Live block = take(randomLength(random), (byte) i);
                live.add(block);
                used += BestFitAllocator.blockLength(block.length);
            }
            assertThat(blocks.usedBytes()).isEqualTo(used);
        }
        long before = offHeap.bytes(MemoryTag.HEAD_CHUNKS);
        live.forEach(this::give);
        assertThat(blocks.usedBytes()).isZero();
        // All is free, so it is a few blocks, one a segment, and the longest blocks fit but for what is left at the
        // ends.
        long longest = blocks.freeBytes() / BestFitAllocator.maxLength() * 9 / 10;
        for (long i = 0; i < longest; i++) {
            blocks.allocate(BestFitAllocator.maxLength());
        }
        assertThat(offHeap.bytes(MemoryTag.HEAD_CHUNKS)).isEqualTo(before);
    }

    /** Chunks that grow in the order of their slots, each third one never: as the buckets of histograms do. */
    @Test
    void chunksThatGrowLeaveLittleBehind() {
        Random random = new Random(3);
        int count = 20_000;
        int[] most = new int[count];
        for (int i = 0; i < count; i++) {
            most[i] = i % 3 == 0 ? 48 : 100 + random.nextInt(200);
        }
        long[] address = new long[count];
        int[] length = new int[count];
        for (int round = 0; round < 3; round++) {
            for (int step = 0; step <= 100; step++) {
                for (int i = 0; i < count; i++) {
                    int wanted = Math.max(48, most[i] * step / 100);
                    boolean begins = step == 0;
                    resize(address, length, i, begins ? 48 : Math.max(length[i], wanted), begins);
                }
            }
            assertThat(blocks.freeBytes())
                    .as("free of %s used", blocks.usedBytes())
                    .isLessThan(blocks.usedBytes() / 4);
        }
    }

    /** Gives a chunk another block where it is longer than its own, or where it begins anew. */
    private void resize(long[] address, int[] length, int chunk, int wanted, boolean begins) {
        if (wanted == length[chunk] && !begins) {
            return;
        }
        int grown = begins ? wanted : BestFitAllocator.blockLength(wanted + wanted / 8);
        long next = blocks.allocate(grown);
        if (length[chunk] > 0) {
            blocks.free(address[chunk], length[chunk]);
        }
        address[chunk] = next;
        length[chunk] = grown;
    }

    @Test
    void lengthsAreMultiplesOfSixteen() {
        assertThat(BestFitAllocator.blockLength(0)).isEqualTo(32);
        assertThat(BestFitAllocator.blockLength(32)).isEqualTo(32);
        assertThat(BestFitAllocator.blockLength(33)).isEqualTo(48);
        assertThat(BestFitAllocator.blockLength(129)).isEqualTo(144);
        assertThat(BestFitAllocator.isBlockLength(144)).isTrue();
        assertThat(BestFitAllocator.isBlockLength(16)).isFalse();
        assertThat(BestFitAllocator.isBlockLength(136)).isFalse();
        assertThatThrownBy(() -> blocks.allocate(BestFitAllocator.maxLength() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longest=49152");
    }
}
