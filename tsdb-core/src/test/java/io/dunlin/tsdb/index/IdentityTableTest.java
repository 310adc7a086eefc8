package io.dunlin.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityTableTest {
    private static final int HASHES = 20_000;

    private final OffHeap offHeap = OffHeap.poisoning(16 << 20);
    private final Reclaimer reclaimer = new Reclaimer();
    private final IdentityTable table = new IdentityTable(offHeap, reclaimer);
    private final long[] lows = new long[HASHES];
    private final long[] highs = new long[HASHES];
    private final int[] slots = new int[HASHES];

    IdentityTableTest() {
        Random random = new Random(7);
        Arrays.setAll(lows, i -> random.nextLong());
        Arrays.setAll(highs, i -> random.nextLong());
    }

    @AfterEach
    void close() {
        table.close();
        reclaimer.close();
        assertThat(offHeap.bytes(MemoryTag.HEAD_HASH)).isZero();
    }

    private void addAll() {
        for (int i = 0; i < HASHES; i++) {
            table.add(lows[i], highs[i], 3 * i);
        }
    }

    private int[] find(int[] wanted) {
        table.find(lows, highs, wanted, wanted.length, slots);
        return Arrays.copyOf(slots, wanted.length);
    }

    @Test
    void findsHashesInTheirOrderAndInAnyOther() {
        addAll();
        int[] inOrder = IntStream.range(0, HASHES).toArray();
        int[] backwards = IntStream.range(0, HASHES).map(i -> HASHES - 1 - i).toArray();

        assertThat(find(inOrder))
                .isEqualTo(Arrays.stream(inOrder).map(i -> 3 * i).toArray());
        assertThat(find(backwards))
                .isEqualTo(Arrays.stream(backwards).map(i -> 3 * i).toArray());
        assertThat(table.find(lows[5], highs[5])).isEqualTo(15);
        assertThat(table.count()).isEqualTo(HASHES);
    }

    @Test
    void tellsHashesApartThatShareHalf() {
        Arrays.fill(lows, 0, 10, lows[0]);
        Arrays.fill(highs, 10, 20, highs[10]);
        for (int i = 0; i < 20; i += 2) {
            table.add(lows[i], highs[i], i);
        }

        assertThat(find(IntStream.range(0, 20).toArray()))
                .isEqualTo(IntStream.range(0, 20)
                        .map(i -> i % 2 == 0 ? i : IdentityTable.ABSENT)
                        .toArray());
    }

    @Test
    void givesAKnownHashAnotherSlot() {
        addAll();
        table.add(lows[9], highs[9], 1);

        assertThat(find(new int[] {8, 9, 10})).containsExactly(24, 1, 30);
        assertThat(table.count()).isEqualTo(HASHES);
    }

    @Test
    void walksHashesAsTheyWereAdded() {
        addAll();
        IdentityTable.Cursor cursor = table.cursor();
        table.add(1, 2, 3);

        int seen = 0;
        for (; cursor.next(); seen++) {
            assertThat(cursor.low()).isEqualTo(lows[seen]);
            assertThat(cursor.high()).isEqualTo(highs[seen]);
            assertThat(cursor.slot()).isEqualTo(3 * seen);
        }
        assertThat(seen).isEqualTo(HASHES);
    }

    @Test
    void givesReadersBesideTheWriterTheRightSlotOrNone() throws InterruptedException {
        AtomicBoolean right = new AtomicBoolean(true);
        int[] all = IntStream.range(0, HASHES).toArray();
        Thread reader = new Thread(() -> {
            int[] found = new int[HASHES];
            do {
                try (Reclaimer.Pin pin = reclaimer.pin()) {
                    table.find(lows, highs, all, HASHES, found);
                }
                for (int i = 0; i < HASHES; i++) {
                    if (found[i] != 3 * i && found[i] != IdentityTable.ABSENT) {
                        right.set(false);
                    }
                }
            } while (found[HASHES - 1] == IdentityTable.ABSENT);
        });
        reader.start();
        addAll();
        reader.join();

        assertThat(right).isTrue();
    }
}
