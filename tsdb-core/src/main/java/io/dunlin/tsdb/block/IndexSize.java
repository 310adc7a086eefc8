package io.dunlin.tsdb.block;

/**
 * How large an index file and those of its sections are that the format limits, in bytes: a symbol table and an offset
 * table to 4 GiB, the file to 64 GiB. A planner adds these up before it merges.
 */
public record IndexSize(long symbols, long postingsTable, long file) {
    /** Nothing. */
    public static final IndexSize ZERO = new IndexSize(0, 0, 0);

    /** Returns the sum, which is the most that a merge of both can take. */
    public IndexSize plus(IndexSize other) {
        return new IndexSize(symbols + other.symbols, postingsTable + other.postingsTable, file + other.file);
    }

    /** Returns whether no part is larger than that of {@code limit}. */
    public boolean within(IndexSize limit) {
        return symbols <= limit.symbols && postingsTable <= limit.postingsTable && file <= limit.file;
    }
}
