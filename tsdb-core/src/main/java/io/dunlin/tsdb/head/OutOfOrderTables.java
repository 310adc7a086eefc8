package io.dunlin.tsdb.head;

import io.dunlin.tsdb.index.Reclaimer;
import io.dunlin.tsdb.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The tables of series' out-of-order samples. Each is of one epoch, so that it leaves with it, or, where the epoch's block
 * is published already, as a block that overlaps that one. A series may be in several of them and among the {@link
 * Generations}; readers join by labels. For the writer, except that readers have the tables of their snapshot.
 */
final class OutOfOrderTables implements AutoCloseable {
    private final OffHeap offHeap;
    private final Reclaimer reclaimer;
    private final Generations generations;
    private final Epochs epochs;
    private final List<Entry> entries = new ArrayList<>();

    /** The tables of the entries: each commit asks for them, and mostly there are none. Replaced, never changed. */
    private List<HeadTable> tables = List.of();

    private Consumer<HeadTable> listener = table -> {};

    /**
     * A table with the first and the last epoch that its samples are of: the same, but where epochs had another length before
     * the head was restored. A frozen one takes no samples any more.
     */
    private record Entry(HeadTable table, int first, int last, boolean frozen) {
        boolean isOf(int epoch) {
            return first <= epoch && epoch <= last;
        }
    }

    /** Makes an empty set whose tables are numbered with the others. */
    OutOfOrderTables(OffHeap offHeap, Reclaimer reclaimer, Generations generations, Epochs epochs) {
        this.offHeap = offHeap;
        this.reclaimer = reclaimer;
        this.generations = generations;
        this.epochs = epochs;
    }

    /** Sets what is told of every table that is begun from now on. */
    void begin(Consumer<HeadTable> newListener) {
        listener = newListener;
    }

    /** Returns the table that takes the samples of an epoch. */
    HeadTable current(int epoch) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.first == epoch && entry.last == epoch && !entry.frozen) {
                return entry.table;
            }
        }
        HeadTable table = add(generations.nextGeneration(), epochs.start(epoch) + epochs.length());
        listener.accept(table);
        return table;
    }

    /** Begins a table with a given number, unless it is there; {@code end} is the first millisecond behind its epoch. */
    void restore(int generation, long end) {
        if (byGeneration(generation) == null) {
            generations.used(generation);
            add(generation, end);
        }
    }

    private HeadTable add(int generation, long end) {
        // First: a damaged record may name an end that no epoch has, and must leave no table behind.
        int epoch = epochs.number(end - 1);
        HeadTable table = HeadTable.outOfOrder(offHeap, reclaimer, generations.hash(), generation, end);
        entries.add(new Entry(table, epoch, epoch, false));
        noteTables();
        return table;
    }

    /** Looks at the times of what was restored: epochs may have had another length. */
    void restored() {
        entries.replaceAll(entry -> entry.table.minTime() > entry.table.maxTime()
                ? entry
                : new Entry(
                        entry.table,
                        epochs.number(entry.table.minTime()),
                        epochs.number(entry.table.maxTime()),
                        entry.frozen));
    }

    /** Returns a table by its number, or null where it has gone. */
    HeadTable byGeneration(int generation) {
        for (Entry entry : entries) {
            if (entry.table.generation() == generation) {
                return entry.table;
            }
        }
        return null;
    }

    private void noteTables() {
        tables = entries.stream().map(Entry::table).toList();
    }

    /** Returns all tables, in the order in which their samples came. */
    List<HeadTable> all() {
        return tables;
    }

    /** Says that the tables of an epoch take no samples any more, and returns them. */
    List<HeadTable> freeze(int epoch) {
        entries.replaceAll(entry -> entry.isOf(epoch) ? new Entry(entry.table, entry.first, entry.last, true) : entry);
        return entries.stream()
                .filter(entry -> entry.isOf(epoch))
                .map(Entry::table)
                .toList();
    }

    /** Returns the frozen tables of which nothing is left once an epoch has gone, which it does from now on. */
    List<HeadTable> release(int epoch) {
        List<HeadTable> done = entries.stream()
                .filter(entry -> entry.frozen && entry.isOf(epoch) && entry.last == epoch)
                .map(Entry::table)
                .toList();
        entries.replaceAll(entry ->
                entry.frozen && entry.first == epoch ? new Entry(entry.table, epoch + 1, entry.last, true) : entry);
        return done;
    }

    /** Takes a table out; its memory is the caller's to free. */
    void remove(HeadTable gone) {
        entries.removeIf(entry -> entry.table == gone);
        noteTables();
    }

    /** Returns the epochs before another that have samples here, rising. */
    int[] before(int end) {
        return entries.stream()
                .flatMapToInt(entry -> IntStream.rangeClosed(entry.first, entry.last))
                .filter(epoch -> epoch < end)
                .sorted()
                .distinct()
                .toArray();
    }

    /** Returns the number of series of all tables together. */
    long seriesCount() {
        return entries.stream().mapToLong(entry -> entry.table.liveCount()).sum();
    }

    /** Returns the time of the oldest sample, {@link Long#MAX_VALUE} for none. */
    long minTime() {
        long min = Long.MAX_VALUE;
        for (HeadTable table : tables) {
            min = Math.min(min, table.minTime());
        }
        return min;
    }

    /** Returns the time of the newest sample, {@link Long#MIN_VALUE} for none. */
    long maxTime() {
        long max = Long.MIN_VALUE;
        for (HeadTable table : tables) {
            max = Math.max(max, table.maxTime());
        }
        return max;
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.table.close());
        entries.clear();
        noteTables();
    }
}
