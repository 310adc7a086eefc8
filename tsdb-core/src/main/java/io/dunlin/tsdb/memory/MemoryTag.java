package io.dunlin.tsdb.memory;

/** What a piece of memory is for. Bytes are counted by tag, and a leak is reported by tag. */
public enum MemoryTag {
    HEAD_RECORDS("head series records"),
    HEAD_LABELS("head label sets"),
    HEAD_SYMBOLS("head symbols"),
    HEAD_HASH("head hash tables"),
    HEAD_POSTINGS("head postings"),
    HEAD_CHUNKS("open head chunks"),
    LOG("log buffers"),
    BLOCK("block buffers"),
    MERGE("merge buffers"),
    MAPPED_FILE("mapped files");

    private final String description;

    MemoryTag(String description) {
        this.description = description;
    }

    /** Returns a few words for people. */
    public String description() {
        return description;
    }

    /** Returns whether the bytes are the process's own; mapped files can be evicted and do not count to the limit. */
    public boolean isAnonymous() {
        return this != MAPPED_FILE;
    }
}
