package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.SymbolCursor;
import java.nio.charset.StandardCharsets;

/** The strings of an index, each with the number by which its series entries refer to it. Thread-safe. */
interface SymbolTable {
    /** What {@link #find} returns where there is no such string. */
    long ABSENT = -1;

    /** Returns the number of strings. */
    int count();

    /** Returns the UTF-8 bytes of the string that a reference of a series entry stands for. */
    byte[] utf8(int reference);

    /** Returns the string that a reference of a series entry stands for. */
    default String get(int reference) {
        return new String(utf8(reference), StandardCharsets.UTF_8);
    }

    /** Returns the reference of a string, or {@link #ABSENT}. */
    long find(String symbol);

    /** Returns the place of a reference among all strings in byte order, from 0. */
    int rank(int reference);

    /** Returns the reference of the string with a place in byte order: the inverse of {@link #rank}. */
    int reference(int rank);

    /** Walks the strings in byte order. */
    SymbolCursor cursor();
}
