package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.memory.SizeClassAllocator;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which slots of a table have which label: for every pair of label name and value a set of slots, in the smallest of three
 * forms. Most pairs of a per-request series occur once, and cost no object.
 * <pre>
 * entry  0                                          8       12
 *        | cell                                     | value | next |
 * cell   63     62..42        41..32   31..0
 *        | set? | name number | zero   | payload |
 * form   0: payload is the only slot    1: payload is the packed address of a list of 2 to 31 slots
 *        2: payload is the number of a {@link GrowingPostings}          (bits 63 and 62)
 * list   | length &lt;4b&gt; | slot &lt;4b&gt; … |
 * </pre>
 * {@code value} is the ref of the value's symbol, {@code next} the entry of another value of the same name. Entries never
 * move; they are found by open addressing over their numbers. One writer; slots are added in rising order.
 */
final class PostingsIndex {
    private static final int CELL = 0;
    private static final int VALUE = CELL + Long.BYTES;
    private static final int NEXT = VALUE + Integer.BYTES;
    private static final int ENTRY_LENGTH = NEXT + Integer.BYTES;

    private static final int FORM_SHIFT = 62;
    private static final int NAME_SHIFT = 42;
    private static final int MOST_NAMES = 1 << FORM_SHIFT - NAME_SHIFT;
    private static final int SINGLE = 0;
    private static final int LIST = 1;
    private static final int GROWING = 2;

    private static final int LIST_SLOTS = Integer.BYTES;

    /** The most slots of a pair that are a list. */
    static final int LONGEST_LIST = 31;

    private static final int ALIGNMENT_SHIFT = 3;
    private static final int FIRST_CAPACITY = 64;

    /** An array of entry numbers with its memory. */
    private record Slots(MemoryScope scope, Region region, int capacity) {}

    /** A label name: its values and the slots that have it. */
    static final class Name {
        private final int number;
        private final int ref;
        private final String text;
        private final GrowingPostings all;
        private int written;
        private volatile int newestValue;
        private volatile int valueCount;

        private Name(int number, int ref, String text, GrowingPostings all) {
            this.number = number;
            this.ref = ref;
            this.text = text;
            this.all = all;
        }

        private void addValue(int entry) {
            written++;
            newestValue = entry;
            valueCount = written;
        }

        String text() {
            return text;
        }

        int ref() {
            return ref;
        }

        int valueCount() {
            return valueCount;
        }

        /** Returns the slots that have the name. */
        GrowingPostings slots() {
            return all;
        }

        /** Returns the entry of the newest value, 0 for none. */
        int newestValue() {
            return newestValue;
        }

        /** Gives a name without slots a set of them, which does not change any more. Before there are readers. */
        void restore(RoaringBitmap slots) {
            all.restore(slots);
        }
    }

    private final OffHeap offHeap;
    private final Reclaimer reclaimer;
    private final SymbolTable symbols;
    private final SlotArray entries;
    private final Region region;
    private final SizeClassAllocator blocks;
    private final Int2ObjectHashMap<Name> namesByRef = new Int2ObjectHashMap<>();

    /** For readers; replaced where a name is new, which is rare. */
    private volatile Map<String, Name> names = Map.of();

    private volatile Slots slots;
    private volatile GrowingPostings[] growing = {};
    private int growingCount;
    private int entryCount;

    PostingsIndex(OffHeap offHeap, Reclaimer reclaimer, MemoryScope scope, SymbolTable symbols) {
        this.offHeap = offHeap;
        this.reclaimer = reclaimer;
        this.symbols = symbols;
        this.entries = new SlotArray(scope, MemoryTag.HEAD_POSTINGS, ENTRY_LENGTH);
        this.region = entries.region();
        this.blocks = new SizeClassAllocator(scope.arena(MemoryTag.HEAD_POSTINGS));
        this.slots = newSlots(FIRST_CAPACITY);
    }

    private Slots newSlots(int capacity) {
        MemoryScope own = offHeap.openScope("postings table");
        return new Slots(own, own.allocate(MemoryTag.HEAD_POSTINGS, (long) capacity * Integer.BYTES), capacity);
    }

    /** Returns the name with a symbol's ref, which is new where it is missing. For the writer. */
    Name name(int ref) {
        Name name = namesByRef.get(ref);
        return name == null ? addName(ref) : name;
    }

    /** Adds a slot, greater than all before, to the sets of a name and of a pair; returns the pair's entry. */
    int add(Name name, int valueRef, int slot) {
        int entry = find(slots, name.number, valueRef);
        if (entry == 0) {
            return addNew(name, valueRef, slot);
        }
        addAgain(name, entry, slot);
        return entry;
    }

    /** Adds a slot, greater than all before, to the set of a name and to that of a pair which is not there. */
    int addNew(Name name, int valueRef, int slot) {
        name.all.add(slot);
        return addEntry(name, valueRef, slot);
    }

    private void addAgain(Name name, int entry, int slot) {
        name.all.add(slot);
        addToEntry(entries.address(entry), slot);
    }

    /** Adds slots, greater than all before, to the sets of a name and of a pair whose entry is known. */
    void addAgain(Name name, int entry, int first, int end) {
        name.all.add(first, end);
        long at = entries.address(entry);
        int from = first;
        while (from < end && form(region.getLong(at + CELL)) != GROWING) {
            addToEntry(at, from++);
        }
        if (from < end) {
            growing[(int) region.getLong(at + CELL)].add(from, end);
        }
    }

    /** Makes room for a number of pairs in an empty index. */
    void reserve(int pairs) {
        int capacity = Math.toIntExact(4L * pairs / 3 + FIRST_CAPACITY);
        if (entryCount == 0 && capacity > slots.capacity) {
            Slots old = slots;
            slots = newSlots(capacity);
            reclaimer.retire(old.scope::close);
        }
    }

    /**
     * Adds a pair that is not there. Before there are readers.
     *
     * @param few begins with its slots, rising
     * @param count 1 to {@link #LONGEST_LIST}
     */
    void restore(Name name, int valueRef, int[] few, int count) {
        long at = entries.address(addEntry(name, valueRef, few[0]));
        if (count > 1) {
            replace(at, region.getLong(at + CELL), newList(few, count));
        }
    }

    /** Adds a pair that is not there, with a set that does not change any more. Before there are readers. */
    void restore(Name name, int valueRef, RoaringBitmap slots) {
        long at = entries.address(addEntry(name, valueRef, slots.first()));
        GrowingPostings postings = new GrowingPostings(blocks);
        postings.restore(slots);
        replace(at, region.getLong(at + CELL), newGrowing(postings));
    }

    private Name addName(int ref) {
        int number = namesByRef.size();
        if (number == MOST_NAMES) {
            throw new IllegalStateException("too many label names in one table: limit=" + MOST_NAMES);
        }
        Name name = new Name(number, ref, symbols.string(ref), new GrowingPostings(blocks));
        namesByRef.put(ref, name);
        Map<String, Name> next = new HashMap<>(names);
        next.put(name.text, name);
        names = next;
        return name;
    }

    private int addEntry(Name name, int valueRef, int slot) {
        int entry = ++entryCount;
        entries.ensure(entry);
        long at = entries.address(entry);
        region.putInt(at + VALUE, valueRef);
        region.putInt(at + NEXT, name.newestValue);
        region.publishLongRelease(at + CELL, cell(SINGLE, name.number, slot));
        if (4L * entryCount > 3L * slots.capacity) {
            grow();
        }
        place(slots, entry, name.number, valueRef);
        name.addValue(entry);
        return entry;
    }

    private static long cell(int form, int name, int payload) {
        return (long) form << FORM_SHIFT | (long) name << NAME_SHIFT | payload & 0xffffffffL;
    }

    private static int form(long cell) {
        return (int) (cell >>> FORM_SHIFT);
    }

    private static int nameNumber(long cell) {
        return (int) (cell >>> NAME_SHIFT) & MOST_NAMES - 1;
    }

    private void addToEntry(long at, int slot) {
        long cell = region.getLong(at + CELL);
        switch (form(cell)) {
            case SINGLE -> replace(at, cell, newList(new int[] {(int) cell, slot}, 2));
            case LIST -> addToList(at, cell, slot);
            default -> growing[(int) cell].add(slot);
        }
    }

    /**
     * Gives an entry other content, whose old list may be freed afterwards. A reader copies a list and then looks whether the
     * cell still leads to it; so what is written to the list when it is free or another's must not be seen before the cell. A
     * release alone keeps earlier writes in front of it and not later ones behind it: x86 keeps all writes in order, ARM does
     * not. The reader's half is its {@code loadFence}.
     */
    private void replace(long at, long old, long next) {
        region.publishLongRelease(at + CELL, next | (long) nameNumber(old) << NAME_SHIFT);
        Region.storeFence();
    }

    private long newList(int[] slots, int count) {
        long list = blocks.allocate(listLength(count));
        Region memory = blocks.region();
        for (int i = 0; i < count; i++) {
            memory.putInt(list + listLength(i), slots[i]);
        }
        memory.publishIntRelease(list, count);
        return cell(LIST, 0, PackedAddress.pack(list, ALIGNMENT_SHIFT));
    }

    private static int listLength(int count) {
        return LIST_SLOTS + count * Integer.BYTES;
    }

    private void addToList(long at, long cell, int slot) {
        Region memory = blocks.region();
        long list = PackedAddress.unpack((int) cell, ALIGNMENT_SHIFT);
        int count = memory.getInt(list);
        int block = SizeClassAllocator.blockLength(listLength(count));
        if (count == LONGEST_LIST) {
            replace(at, cell, newGrowing(list, count, slot));
            blocks.free(list, block);
        } else if (listLength(count + 1) > block) {
            long larger = blocks.allocate(listLength(count + 1));
            memory.copyTo(list, memory, larger, listLength(count));
            memory.putInt(larger + listLength(count), slot);
            memory.publishIntRelease(larger, count + 1);
            replace(at, cell, cell(LIST, 0, PackedAddress.pack(larger, ALIGNMENT_SHIFT)));
            blocks.free(list, block);
        } else {
            memory.putInt(list + listLength(count), slot);
            memory.publishIntRelease(list, count + 1);
        }
    }

    private long newGrowing(long list, int count, int slot) {
        GrowingPostings postings = new GrowingPostings(blocks);
        for (int i = 0; i < count; i++) {
            postings.add(blocks.region().getInt(list + listLength(i)));
        }
        postings.add(slot);
        return newGrowing(postings);
    }

    private long newGrowing(GrowingPostings postings) {
        if (growingCount == growing.length) {
            growing = Arrays.copyOf(growing, Math.max(16, growingCount + (growingCount >> 1)));
        }
        growing[growingCount] = postings;
        return cell(GROWING, 0, growingCount++);
    }

    private int find(Slots table, int name, int valueRef) {
        int at = start(table, name, valueRef);
        while (true) {
            int entry = table.region.getIntAcquire((long) at * Integer.BYTES);
            if (entry == 0) {
                return 0;
            }
            long address = entries.address(entry);
            if (region.getInt(address + VALUE) == valueRef && nameNumber(region.getLong(address + CELL)) == name) {
                return entry;
            }
            at = at + 1 == table.capacity ? 0 : at + 1;
        }
    }

    private static int start(Slots table, int name, int valueRef) {
        long mixed = (valueRef + 1L + ((long) name << Integer.SIZE)) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L;
        return (int) ((mixed >>> Integer.SIZE) * table.capacity >>> Integer.SIZE);
    }

    private static void place(Slots table, int entry, int name, int valueRef) {
        int at = start(table, name, valueRef);
        while (table.region.getInt((long) at * Integer.BYTES) != 0) {
            at = at + 1 == table.capacity ? 0 : at + 1;
        }
        table.region.publishIntRelease((long) at * Integer.BYTES, entry);
    }

    private void grow() {
        Slots old = slots;
        Slots grown = newSlots(Math.addExact(old.capacity, old.capacity >>> 1));
        for (int entry = 1; entry < entryCount; entry++) {
            long at = entries.address(entry);
            place(grown, entry, nameNumber(region.getLong(at + CELL)), region.getInt(at + VALUE));
        }
        slots = grown;
        reclaimer.retire(old.scope::close);
    }

    /** Returns a label name, or null where no series has it. */
    Name name(String text) {
        return names.get(text);
    }

    /** Returns all label names. */
    Collection<Name> names() {
        return names.values();
    }

    /** Returns the entry of a value of a name, 0 for none. */
    int entry(Name name, int valueRef) {
        return find(slots, name.number, valueRef);
    }

    /** Returns about how many slots an entry has. */
    long count(int entry) {
        long cell = region.getLongAcquire(entries.address(entry) + CELL);
        return form(cell) == GROWING ? growing[(int) cell].count() : form(cell) == SINGLE ? 1 : LONGEST_LIST;
    }

    /** Returns those of some slots that an entry has; the result is the caller's. */
    RoaringBitmap among(int entry, RoaringBitmap slots) {
        RoaringBitmap result = new RoaringBitmap();
        GrowingPostings large = readEntry(entry, slot -> {
            if (slots.contains(slot)) {
                result.add(slot);
            }
        });
        return large == null ? result : large.among(slots);
    }

    /** Calls for every value entry of a name, the newest first. */
    void forEachEntry(Name name, IntConsumer entryVisitor) {
        for (int entry = name.newestValue; entry != 0; entry = nextEntry(entry)) {
            entryVisitor.accept(entry);
        }
    }

    /** Returns the entry of the next older value of the same name, 0 for none. */
    int nextEntry(int entry) {
        return region.getInt(entries.address(entry) + NEXT);
    }

    /** Returns the ref of an entry's value. */
    int valueRef(int entry) {
        return region.getInt(entries.address(entry) + VALUE);
    }

    /** Gives the few slots of a small entry to {@code few} and returns null, or returns the set of a large one. */
    GrowingPostings readEntry(int entry, IntConsumer few) {
        long at = entries.address(entry) + CELL;
        while (true) {
            long cell = region.getLongAcquire(at);
            if (form(cell) == SINGLE) {
                few.accept((int) cell);
                return null;
            }
            if (form(cell) == GROWING) {
                return growing[(int) cell];
            }
            int[] list = copyList((int) cell);
            Region.loadFence();
            if (region.getLong(at) == cell) {
                for (int slot : list) {
                    few.accept(slot);
                }
                return null;
            }
        }
    }

    /** Copies a list that may be freed and used again meanwhile: its length is then any number. */
    private int[] copyList(int packed) {
        long list = PackedAddress.unpack(packed, ALIGNMENT_SHIFT);
        long readable = (blocks.region().contiguousFrom(list) - LIST_SLOTS) / Integer.BYTES;
        int count =
                (int) Math.min(Math.min(LONGEST_LIST, readable), blocks.region().getIntAcquire(list));
        count = Math.max(0, count);
        int[] copy = new int[count];
        for (int i = 0; i < count; i++) {
            copy[i] = blocks.region().getInt(list + listLength(i));
        }
        return copy;
    }

    /** Returns the number of pairs of name and value. */
    int pairCount() {
        return entryCount;
    }

    void close() {
        slots.scope.close();
    }
}
