package io.dunlin.server.differential;

/** Draws any instant or range vector: what the parts of the generator need of each other. */
interface VectorSource {
    /** Returns an instant vector of at most this many operations inside each other. */
    String vector(Kind kind, int depth);

    /** Returns a range vector. */
    String matrix(Kind kind, int depth);
}
