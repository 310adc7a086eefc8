package io.dunlin.tsdb.storage;

/** What waiting for memory for new series came to; see {@link Storage#awaitRoom}. */
public enum Room {
    /** There is memory again: the request may be written once more. */
    FREE,

    /** Memory is being freed, but that takes longer than was waited: the request may be sent again later. */
    LATER,

    /** Nothing can be freed now. */
    NONE
}
