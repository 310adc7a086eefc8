package io.dunlin.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.tsdb.block.SymbolCursor;
import io.dunlin.tsdb.index.LabelHash;
import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.index.SymbolTable;
import io.dunlin.tsdb.memory.NoMemoryLeak;
import io.dunlin.tsdb.memory.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoMemoryLeak.class)
class SymbolOrderTest {
    private static final int FIRST = 10_000;
    private static final int SECOND = 200_000;
    private static final int OLD = 100;

    private final OffHeap offHeap = OffHeap.poisoning(1L << 30);
    private final LabelHash hash = LabelHash.random();

    @Test
    void sharesThePositionOfAStringThatSeveralTablesHave() {
        try (Reclaimer reclaimer = new Reclaimer();
                SymbolTable parent = new SymbolTable(offHeap, reclaimer, hash, null);
                SymbolTable child = new SymbolTable(offHeap, reclaimer, hash, parent);
                SymbolTable other = new SymbolTable(offHeap, reclaimer, hash, null)) {
            add(parent, "b");
            add(child, "c");
            add(child, "a");
            add(other, "c");
            add(other, "b");
            SymbolOrder order = new SymbolOrder(List.of(child, other));
            assertThat(strings(order)).containsExactly("a", "b", "c");
            assertThat(order.positions(parent)).containsExactly(0, 1);
            assertThat(order.positions(child)).containsExactly(0, 2, 0);
            assertThat(order.positions(other)).containsExactly(0, 2, 1);
        }
    }

    /** The last table's symbols must not be crowded out by what the writer adds to those before it. */
    @Test
    void keepsTheSymbolsOfEveryTableBesideAWriter() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Reclaimer reclaimer = new Reclaimer();
                SymbolTable growing = new SymbolTable(offHeap, reclaimer, hash, null);
                SymbolTable old = new SymbolTable(offHeap, reclaimer, hash, null)) {
            for (int i = 1; i <= OLD; i++) {
                add(old, "old" + i);
            }
            addNumbers(growing, 0, FIRST);
            Future<?> writer = threads.submit(() -> addNumbers(growing, FIRST, SECOND));
            try {
                while (!writer.isDone()) {
                    requireOld(new SymbolOrder(List.of(growing, old)), old);
                }
            } finally {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void requireOld(SymbolOrder order, SymbolTable old) {
        List<String> strings = strings(order);
        for (int i = 1; i <= OLD; i++) {
            assertThat(strings.get(order.positions(old)[i])).isEqualTo("old" + i);
        }
    }

    private static void addNumbers(SymbolTable table, int from, int to) {
        for (int i = from; i < to; i++) {
            add(table, Integer.toString(i));
        }
    }

    private static void add(SymbolTable table, String text) {
        UnsafeBuffer utf8 = new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
        table.add(utf8, 0, utf8.capacity());
    }

    private static List<String> strings(SymbolOrder order) {
        List<String> strings = new ArrayList<>();
        try (SymbolCursor cursor = order.cursor()) {
            while (cursor.next()) {
                strings.add(new String(cursor.bytes(), 0, cursor.length(), StandardCharsets.UTF_8));
            }
        }
        return strings;
    }
}
