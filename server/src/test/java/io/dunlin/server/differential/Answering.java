package io.dunlin.server.differential;

/** One of the two that are compared. Thread-safe. */
interface Answering {
    /** Evaluates the query; an error is an answer too. */
    Answer answer(QueryCase query);
}
