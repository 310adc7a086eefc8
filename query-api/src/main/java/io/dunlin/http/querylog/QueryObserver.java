package io.dunlin.http.querylog;

/** Is told of every query, on the thread that evaluates it. Thread-safe; throws nothing. */
public interface QueryObserver {
    /** Looks at nothing. */
    QueryObserver NONE = new QueryObserver() {
        @Override
        public Running begins(String query) {
            return () -> {};
        }

        @Override
        public void ended(QueryEvent event) {}
    };

    /** A query at work; closed once, when it has ended in whatever way. */
    @FunctionalInterface
    interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /** A query is about to be evaluated. */
    Running begins(String query);

    /** A query has ended, with a result or without. */
    void ended(QueryEvent event);
}
