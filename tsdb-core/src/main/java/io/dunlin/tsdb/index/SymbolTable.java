package io.dunlin.tsdb.index;

import io.dunlin.tsdb.memory.Arena;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.OffHeap;
import io.dunlin.tsdb.memory.Region;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The strings of one table, each once, numbered from 1. A table may have an older one as parent, whose strings it uses
 * and does not store again. A string is known by its <em>ref</em>: {@code number << 1 | (1 where it is the parent's)};
 * within one table a string always has the same ref.
 *
 * <p>Strings lie one behind another as {@code length <LEB128>, UTF-8}. They are found by open addressing over entries of
 * 8 bytes, {@code | number | 32 bits of hash |}; the array is replaced when it is three quarters full.
 */
public final class SymbolTable implements AutoCloseable {
    /** The ref of a string that is not there. */
    public static final int NONE = 0;

    private static final int FIRST_CAPACITY = 64;
    private static final int PARENT_BIT = 1;

    /** An array of entries with its memory; immutable but for the entries. */
    private record Slots(MemoryScope scope, Region region, int capacity) {
        long start(int fragment) {
            return ((fragment & 0xffffffffL) * capacity >>> Integer.SIZE) * Long.BYTES;
        }

        long next(long at) {
            long next = at + Long.BYTES;
            return next == (long) capacity * Long.BYTES ? 0 : next;
        }
    }

    private final OffHeap offHeap;
    private final Reclaimer reclaimer;
    private final LabelHash hash;
    private final SymbolTable parent;
    private final MemoryScope scope;
    private final Arena arena;
    private final Region bytes;
    private final SlotArray addresses;
    private final Hash128 scratch = new Hash128();
    private volatile Slots slots;
    private volatile int count;

    /** The owner and the younger tables that have this one as parent. */
    private int users = 1;

    /** Makes an empty table; {@code parent} may be null. */
    public SymbolTable(OffHeap offHeap, Reclaimer reclaimer, LabelHash hash, SymbolTable parent) {
        this.offHeap = offHeap;
        this.reclaimer = reclaimer;
        this.hash = hash;
        this.parent = parent;
        this.scope = offHeap.openScope("symbols");
        this.arena = scope.arena(MemoryTag.HEAD_SYMBOLS);
        this.bytes = arena.region();
        this.addresses = new SlotArray(scope, MemoryTag.HEAD_SYMBOLS, Integer.BYTES);
        this.slots = newSlots(FIRST_CAPACITY);
        arena.allocateUnaligned(1);
        if (parent != null) {
            parent.retain();
        }
    }

    private synchronized void retain() {
        users++;
    }

    private Slots newSlots(int capacity) {
        MemoryScope own = offHeap.openScope("symbol slots");
        return new Slots(own, own.allocate(MemoryTag.HEAD_SYMBOLS, (long) capacity * Long.BYTES), capacity);
    }

    /** Returns the number of strings of this table, without those of the parent. */
    public int count() {
        return count;
    }

    /** Returns the table whose strings this one uses, or null. */
    public SymbolTable parent() {
        return parent;
    }

    /** Returns the table in which a ref's string lies. */
    public SymbolTable owner(int ref) {
        return (ref & PARENT_BIT) == 0 ? this : parent;
    }

    /** Returns the number of a ref's string within its {@link #owner}. */
    public static int number(int ref) {
        return ref >>> 1;
    }

    /** Returns the ref of a string, adding it where it is missing. For the writer only. */
    public int add(DirectBuffer source, int offset, int length) {
        hash.hash(source, offset, length, scratch);
        int fragment = (int) scratch.low;
        int ref = find(source, offset, length, fragment);
        return ref != NONE ? ref : insert(source, offset, length, fragment) << 1;
    }

    /** Adds a string that is not there, to this table's own, whether the parent has it or not. For the writer only. */
    void restore(DirectBuffer source, int offset, int length) {
        hash.hash(source, offset, length, scratch);
        insert(source, offset, length, (int) scratch.low);
    }

    /** Returns the ref of a string, or {@link #NONE}. */
    public int find(String text) {
        UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
        Hash128 own = new Hash128();
        hash.hash(buffer, 0, buffer.capacity(), own);
        return find(buffer, 0, buffer.capacity(), (int) own.low);
    }

    private int find(DirectBuffer source, int offset, int length, int fragment) {
        int number = findOwn(source, offset, length, fragment);
        if (number != 0) {
            return number << 1;
        }
        if (parent == null) {
            return NONE;
        }
        number = parent.findOwn(source, offset, length, fragment);
        return number == 0 ? NONE : number << 1 | PARENT_BIT;
    }

    private int findOwn(DirectBuffer source, int offset, int length, int fragment) {
        Slots table = slots;
        long at = table.start(fragment);
        while (true) {
            long entry = table.region.getLongAcquire(at);
            if (entry == 0) {
                return 0;
            }
            if ((int) (entry >>> Integer.SIZE) == fragment && equal((int) entry, source, offset, length)) {
                return (int) entry;
            }
            at = table.next(at);
        }
    }

    private boolean equal(int number, DirectBuffer source, int offset, int length) {
        long address = address(number);
        if (Leb128.get(bytes, address) != length) {
            return false;
        }
        long text = textAt(address, length);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (bytes.getLong(text + i) != source.getLong(offset + i, ByteOrder.LITTLE_ENDIAN)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (bytes.getByte(text + i) != source.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private int insert(DirectBuffer source, int offset, int length, int fragment) {
        int number = count + 1;
        long address = arena.allocateUnaligned(Leb128.length(length) + length);
        bytes.putBytes(Leb128.put(bytes, address, length), source, offset, length);
        addresses.ensure(number);
        addresses.region().putInt(addresses.address(number), PackedAddress.pack(address, 0));
        if (4L * number > 3L * slots.capacity) {
            grow();
        }
        place(slots, (long) fragment << Integer.SIZE | number);
        count = number;
        return number;
    }

    private static void place(Slots table, long entry) {
        long at = table.start((int) (entry >>> Integer.SIZE));
        while (table.region.getLong(at) != 0) {
            at = table.next(at);
        }
        table.region.publishLongRelease(at, entry);
    }

    private void grow() {
        Slots old = slots;
        Slots grown = newSlots(Math.addExact(old.capacity, old.capacity >>> 1));
        for (long at = 0; at < (long) old.capacity * Long.BYTES; at += Long.BYTES) {
            long entry = old.region.getLong(at);
            if (entry != 0) {
                place(grown, entry);
            }
        }
        slots = grown;
        reclaimer.retire(old.scope::close);
    }

    /** Makes room for a number of strings in an empty table. */
    void reserve(int strings) {
        int capacity = Math.toIntExact(4L * strings / 3 + FIRST_CAPACITY);
        if (count == 0 && capacity > slots.capacity) {
            Slots old = slots;
            slots = newSlots(capacity);
            reclaimer.retire(old.scope::close);
        }
    }

    private long address(int number) {
        return PackedAddress.unpack(addresses.region().getInt(addresses.address(number)), 0);
    }

    private static long textAt(long address, int length) {
        return address + Leb128.length(length);
    }

    /** Returns the ref within a table of that table's own string with a number. */
    public static int refOf(int number) {
        return number << 1;
    }

    /** Returns whether a ref's string lies in the parent. */
    public static boolean isParents(int ref) {
        return (ref & PARENT_BIT) != 0;
    }

    /** Returns the first eight bytes of one of this table's own strings, the first on top, zeros behind a shorter one. */
    public long prefix(int number) {
        long address = address(number);
        int length = Leb128.get(bytes, address);
        long text = textAt(address, length);
        if (length >= Long.BYTES) {
            return bytes.getLongBigEndian(text);
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (bytes.getByte(text + i) & 0xffL) << Long.SIZE - Byte.SIZE - i * Byte.SIZE;
        }
        return prefix;
    }

    /** Compares the bytes of one of this table's own strings with those of another table's. */
    public int compare(int number, SymbolTable other, int otherNumber) {
        long address = address(number);
        long otherAddress = other.address(otherNumber);
        int length = Leb128.get(bytes, address);
        int otherLength = Leb128.get(other.bytes, otherAddress);
        return bytes.compareBytes(
                textAt(address, length), length, other.bytes, textAt(otherAddress, otherLength), otherLength);
    }

    /** Returns the length of a string in bytes. */
    public int length(int ref) {
        SymbolTable table = owner(ref);
        return Leb128.get(table.bytes, table.address(number(ref)));
    }

    /** Copies the UTF-8 bytes of a string to an array that is long enough; returns their number. */
    public int copy(int ref, byte[] into, int offset) {
        SymbolTable table = owner(ref);
        long address = table.address(number(ref));
        int length = Leb128.get(table.bytes, address);
        table.bytes.getBytes(textAt(address, length), into, offset, length);
        return length;
    }

    /** Returns the length of a string in bytes, and copies these to the start of an array where that is long enough. */
    public int copyIfItFits(int ref, byte[] into) {
        SymbolTable table = owner(ref);
        long address = table.address(number(ref));
        int length = Leb128.get(table.bytes, address);
        if (length <= into.length) {
            table.bytes.getBytes(textAt(address, length), into, 0, length);
        }
        return length;
    }

    /** Returns a string. */
    public String string(int ref) {
        byte[] text = new byte[length(ref)];
        copy(ref, text, 0);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Gives up one use; the memory is freed with the last: the owner's or that of a younger table. */
    @Override
    public void close() {
        if (release()) {
            slots.scope.close();
            scope.close();
            if (parent != null) {
                parent.close();
            }
        }
    }

    private synchronized boolean release() {
        users--;
        return users == 0;
    }
}
