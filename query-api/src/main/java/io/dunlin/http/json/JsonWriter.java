package io.dunlin.http.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes one JSON document as UTF-8, without building it: at most one page is held, full pages go to the stream behind. A
 * page begins small, for most documents are, and grows up to 8 KiB before it is passed on.
 * Commas and colons come by themselves. Whether the calls make a well-formed document is the caller's care. Not
 * thread-safe.
 */
public final class JsonWriter implements Closeable {
    private static final int FIRST_PAGE = 512;
    private static final int LONGEST_PAGE = 8192;
    private static final int LONGEST_LONG = 20;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** An escape takes 6 bytes, any character less. */
    private static final int LONGEST_CHARACTER = 6;

    private static final int REPLACEMENT_CHARACTER = 0xfffd;

    private final OutputStream out;
    private byte[] page = new byte[FIRST_PAGE];
    private int size;
    private boolean needsComma;

    /** Makes a writer; closing it flushes its page into {@code out} and closes that. */
    public JsonWriter(OutputStream out) {
        this.out = out;
    }

    /** Opens an object. */
    public JsonWriter beginObject() throws IOException {
        open('{');
        return this;
    }

    /** Closes the innermost object. */
    public JsonWriter endObject() throws IOException {
        close('}');
        return this;
    }

    /** Opens an array. */
    public JsonWriter beginArray() throws IOException {
        open('[');
        return this;
    }

    /** Closes the innermost array. */
    public JsonWriter endArray() throws IOException {
        close(']');
        return this;
    }

    /** Writes the key of the next value. */
    public JsonWriter key(String name) throws IOException {
        string(name);
        put(':');
        needsComma = false;
        return this;
    }

    /** Writes a string; an unpaired surrogate becomes U+FFFD. */
    public JsonWriter string(String value) throws IOException {
        separate();
        put('"');
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            ensure(LONGEST_CHARACTER);
            if (c < 0x80) {
                ascii(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                utf8(Character.toCodePoint(c, value.charAt(i)));
            } else {
                utf8(Character.isSurrogate(c) ? REPLACEMENT_CHARACTER : c);
            }
        }
        put('"');
        return this;
    }

    /** Writes an integer. */
    public JsonWriter number(long value) throws IOException {
        separate();
        ensure(LONGEST_LONG);
        size = JsonNumbers.integer(value, page, size);
        return this;
    }

    /** Writes a truth value. */
    public JsonWriter bool(boolean value) throws IOException {
        return raw(value ? "true" : "false");
    }

    /** Writes ASCII text that is a JSON value already. */
    public JsonWriter raw(String json) throws IOException {
        separate();
        for (int i = 0; i < json.length(); i++) {
            put(json.charAt(i));
        }
        return this;
    }

    /** Starts a value of at most {@code room} bytes that the caller prints into {@link #page()} from {@link #position()}. */
    void beginRaw(int room) throws IOException {
        separate();
        ensure(room);
    }

    byte[] page() {
        return page;
    }

    int position() {
        return size;
    }

    void position(int end) {
        size = end;
    }

    /** Passes what is buffered to the stream behind. */
    public void flush() throws IOException {
        spill();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        spill();
        out.close();
    }

    private void open(char bracket) throws IOException {
        separate();
        put(bracket);
        needsComma = false;
    }

    private void close(char bracket) throws IOException {
        put(bracket);
        needsComma = true;
    }

    private void separate() throws IOException {
        if (needsComma) {
            put(',');
        }
        needsComma = true;
    }

    private void put(char c) throws IOException {
        ensure(1);
        page[size++] = (byte) c;
    }

    /** Makes room in the page, for no more than {@link #FIRST_PAGE} bytes. */
    private void ensure(int room) throws IOException {
        if (page.length - size >= room) {
            return;
        }
        if (page.length < LONGEST_PAGE) {
            page = Arrays.copyOf(page, 2 * page.length);
        } else {
            spill();
        }
    }

    private void spill() throws IOException {
        int length = size;
        size = 0;
        out.write(page, 0, length);
    }

    private void ascii(char c) {
        if (c >= ' ' && c != '"' && c != '\\') {
            page[size++] = (byte) c;
            return;
        }
        page[size++] = '\\';
        switch (c) {
            case '"', '\\' -> page[size++] = (byte) c;
            case '\n' -> page[size++] = 'n';
            case '\r' -> page[size++] = 'r';
            case '\t' -> page[size++] = 't';
            default -> {
                page[size++] = 'u';
                page[size++] = '0';
                page[size++] = '0';
                page[size++] = HEX[c >> 4];
                page[size++] = HEX[c & 0xf];
            }
        }
    }

    private void utf8(int c) {
        if (c < 0x800) {
            page[size++] = (byte) (0xc0 | c >> 6);
        } else {
            if (c < 0x10000) {
                page[size++] = (byte) (0xe0 | c >> 12);
            } else {
                page[size++] = (byte) (0xf0 | c >> 18);
                page[size++] = (byte) (0x80 | c >> 12 & 0x3f);
            }
            page[size++] = (byte) (0x80 | c >> 6 & 0x3f);
        }
        page[size++] = (byte) (0x80 | c & 0x3f);
    }
}
