package io.dunlin.server.differential;

/**
 * A query with its times in Unix milliseconds.
 *
 * @param start the first evaluation time, or the only one
 * @param end the last evaluation time
 * @param step the distance of evaluations, 0 for an instant query
 */
record QueryCase(String query, long start, long end, long step) {
    boolean isRange() {
        return step > 0;
    }

    QueryCase with(String other) {
        return new QueryCase(other, start, end, step);
    }

    @Override
    public String toString() {
        return isRange() ? query + "  from=" + start + " to=" + end + " step=" + step + "ms" : query + "  at=" + start;
    }
}
