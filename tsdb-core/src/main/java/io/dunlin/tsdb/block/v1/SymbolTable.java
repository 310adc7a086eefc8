package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.SymbolCursor;

/** The strings of an index, each with the number by which its series entries refer to it. Thread-safe. */
interface SymbolTable {
    /** What {@link #find} returns where there is no such string. */
    long ABSENT = -1;

    /** Returns the number of strings. */
    int count();

    /** Returns the string that a reference of a series entry stands for. */
    String get(int reference);

    /** Returns the reference of a string, or {@link #ABSENT}. */
    long find(String symbol);

    /** Returns the place of a reference among all strings in byte order, from 0. */
    int rank(int reference);

    /** Walks the strings in byte order. */
    SymbolCursor cursor();
}
