package io.dunlin.tsdb.head;

import io.dunlin.tsdb.storage.WriteRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lets one thread at a time be the writer: threads put their work in, the first becomes the writer for all that has come
 * up to then, and the others wait for it. While a group is written the next one gathers, so that many requests share one
 * sync of the log. No thread of its own.
 */
final class CommitQueue {
    private final Consumer<List<Entry>> writer;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition groupDone = lock.newCondition();
    private List<Entry> waiting = new ArrayList<>();
    private boolean writing;

    /** Work for the writer: a request, or a task of the head itself. */
    static final class Entry {
        private final AppendBatch batch;
        private final HeadTable[] tables;
        private final Runnable task;
        private RuntimeException failure;
        private WriteRejectedException refusal;
        private boolean done;

        private Entry(AppendBatch batch, HeadTable[] tables, Runnable task) {
            this.batch = batch;
            this.tables = tables;
            this.task = task;
        }

        /** Returns an entry that writes a request whose references are into these tables. */
        static Entry of(AppendBatch batch, HeadTable[] tables) {
            return new Entry(batch, tables, null);
        }

        /** Returns an entry that runs a task between two groups of requests. */
        static Entry of(Runnable task) {
            return new Entry(null, null, task);
        }

        /** Returns the request, or null where this is a task. */
        AppendBatch batch() {
            return batch;
        }

        /** Returns the tables that the request's references are into. */
        HeadTable[] tables() {
            return tables;
        }

        /** Returns the task, or null where this is a request. */
        Runnable task() {
            return task;
        }

        /** Says that the entry could not be done; its thread throws this. */
        void fail(RuntimeException cause) {
            failure = cause;
        }

        /** Says why no series is created for the request, or null: what is for the others is written all the same. */
        void refuse(WriteRejectedException reason) {
            refusal = reason;
        }

        /** Returns why no series is created, or null. */
        WriteRejectedException refusal() {
            return refusal;
        }

        /** Says that the rest of the request is written: what it was refused for is what its thread throws. */
        void endRefused() {
            if (refusal != null && failure == null) {
                failure = refusal;
            }
        }

        /** Returns whether the entry has failed. */
        boolean hasFailed() {
            return failure != null;
        }
    }

    /**
     * Makes a queue.
     *
     * @param writer does the work of a group and marks entries that fail; called by one thread at a time
     * @param capacity the most entries of a group; more threads than that wait for a place
     */
    CommitQueue(Consumer<List<Entry>> writer, int capacity) {
        this.writer = writer;
        this.capacity = capacity;
    }

    /** Does an entry, in this thread or another, and returns when it is done; throws what it failed with. */
    void run(Entry entry) {
        if (enter(entry)) {
            List<Entry> group = takeGroup();
            try {
                writer.accept(group);
            } catch (RuntimeException | Error e) {
                failAll(group, e);
                throw e;
            } finally {
                leave(group);
            }
        }
        rethrow(entry);
    }

    /** Puts the entry in. Returns true when this thread has become the writer, false when the entry is done. */
    private boolean enter(Entry entry) {
        lock.lock();
        try {
            while (waiting.size() >= capacity) {
                groupDone.awaitUninterruptibly();
            }
            waiting.add(entry);
            while (writing && !entry.done) {
                groupDone.awaitUninterruptibly();
            }
            writing |= !entry.done;
            return !entry.done;
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> takeGroup() {
        lock.lock();
        try {
            List<Entry> group = waiting;
            waiting = new ArrayList<>();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private static void failAll(List<Entry> group, Throwable cause) {
        for (Entry entry : group) {
            entry.fail(new IllegalStateException("the writer failed", cause));
        }
    }

    private void leave(List<Entry> group) {
        lock.lock();
        try {
            group.forEach(entry -> entry.done = true);
            writing = false;
            groupDone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void rethrow(Entry entry) {
        if (entry.failure != null) {
            throw entry.failure;
        }
    }
}
