package io.dunlin.tsdb.index;

import io.dunlin.tsdb.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The canonical encoding of a label set, over which its identity is hashed: the labels in name order, each as remote
 * write 1.0 sends it. A sender that sorts its labels therefore sends the identity itself, and needs no second hash.
 *
 * <pre>
 * label set := label*
 * label     := 0x0A length( pair ) pair
 * pair      := 0x0A length( name ) name 0x12 length( value ) value
 * length    := LEB128, at most 5 bytes
 * </pre>
 */
public final class LabelEncoding {
    static final byte LABEL_TAG = 0x0a;
    static final byte NAME_TAG = 0x0a;
    static final byte VALUE_TAG = 0x12;

    private LabelEncoding() {}

    /** Writes labels at {@code offset} and returns the number of bytes written. */
    public static int encode(Labels labels, ExpandableArrayBuffer into, int offset) {
        int at = offset;
        for (int i = 0; i < labels.size(); i++) {
            byte[] name = labels.name(i).getBytes(StandardCharsets.UTF_8);
            byte[] value = labels.value(i).getBytes(StandardCharsets.UTF_8);
            at = putLabel(into, at, name, value);
        }
        return at - offset;
    }

    /** Writes one label and returns the offset behind it. */
    static int putLabel(MutableDirectBuffer into, int offset, byte[] name, byte[] value) {
        int at = putPairHead(into, offset, name.length, value.length);
        into.putByte(at++, NAME_TAG);
        at = putVarint(into, at, name.length);
        into.putBytes(at, name);
        at += name.length;
        into.putByte(at++, VALUE_TAG);
        at = putVarint(into, at, value.length);
        into.putBytes(at, value);
        return at + value.length;
    }

    /** Writes one label by the refs of its strings and returns the offset behind it; allocates nothing where there is room. */
    static int putLabel(ExpandableArrayBuffer into, int offset, SymbolTable symbols, int name, int value) {
        int nameLength = symbols.length(name);
        int valueLength = symbols.length(value);
        int at = putPairHead(into, offset, nameLength, valueLength);
        at = putSymbol(into, at, NAME_TAG, symbols, name, nameLength);
        return putSymbol(into, at, VALUE_TAG, symbols, value, valueLength);
    }

    private static int putPairHead(MutableDirectBuffer into, int offset, int nameLength, int valueLength) {
        into.putByte(offset, LABEL_TAG);
        int pairLength = 2 + Leb128.length(nameLength) + nameLength + Leb128.length(valueLength) + valueLength;
        return putVarint(into, offset + 1, pairLength);
    }

    private static int putSymbol(
            ExpandableArrayBuffer into, int offset, byte tag, SymbolTable symbols, int ref, int length) {
        into.putByte(offset, tag);
        int at = putVarint(into, offset + 1, length);
        // Grows the buffer, whose array is another one afterwards.
        into.checkLimit(at + length);
        symbols.copy(ref, into.byteArray(), at);
        return at + length;
    }

    /** Returns the labels that a canonical encoding holds. */
    public static Labels decode(byte[] encoding) {
        UnsafeBuffer source = new UnsafeBuffer(encoding);
        Cursor cursor = new Cursor();
        cursor.wrap(source, 0, encoding.length);
        List<String> pairs = new ArrayList<>();
        while (cursor.next()) {
            pairs.add(text(encoding, cursor.nameOffset, cursor.nameLength));
            pairs.add(text(encoding, cursor.valueOffset, cursor.valueLength));
        }
        return Labels.ofSorted(pairs.toArray(new String[0]));
    }

    private static String text(byte[] source, int offset, int length) {
        return new String(source, offset, length, StandardCharsets.UTF_8);
    }

    /** Writes an unsigned LEB128 number and returns the offset behind it. */
    static int putVarint(MutableDirectBuffer into, int offset, int number) {
        int at = offset;
        int rest = number;
        while (rest >>> 7 != 0) {
            into.putByte(at++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        into.putByte(at++, (byte) rest);
        return at;
    }

    /** Walks the labels of a canonical encoding without making strings. Reused; not thread-safe. */
    public static final class Cursor {
        private DirectBuffer source;
        private int at;
        private int end;
        private int nameOffset;
        private int nameLength;
        private int valueOffset;
        private int valueLength;

        /** Starts at the first label. */
        public void wrap(DirectBuffer buffer, int offset, int length) {
            source = buffer;
            at = offset;
            end = offset + length;
        }

        /** Moves to the next label; returns whether there is one. */
        public boolean next() {
            if (at >= end) {
                return false;
            }
            at++;
            varint();
            at++;
            nameLength = varint();
            nameOffset = at;
            at += nameLength + 1;
            valueLength = varint();
            valueOffset = at;
            at += valueLength;
            if (at > end) {
                throw new IllegalArgumentException("label encoding ends early: at=" + at + ", end=" + end);
            }
            return true;
        }

        private int varint() {
            int number = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                byte b = source.getByte(at++);
                number |= (b & 0x7f) << shift;
                if (b >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("length has more than 5 bytes: at=" + at);
        }

        /** Returns where the name starts in the source. */
        public int nameOffset() {
            return nameOffset;
        }

        /** Returns the name's length in bytes. */
        public int nameLength() {
            return nameLength;
        }

        /** Returns where the value starts in the source. */
        public int valueOffset() {
            return valueOffset;
        }

        /** Returns the value's length in bytes. */
        public int valueLength() {
            return valueLength;
        }

        /** Returns where the label ends in the source. */
        int end() {
            return valueOffset + valueLength;
        }
    }
}
