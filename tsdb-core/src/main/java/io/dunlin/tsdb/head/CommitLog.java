package io.dunlin.tsdb.head;

import io.dunlin.tsdb.block.Ulid;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;

/**
 * Where the writer makes durable what it does, before it does it. Tables, series and moves gather until {@link #flush};
 * they stay gathered, and are written again, until {@link #flushed} says that they are durable. For the writer only.
 */
interface CommitLog {
    /** A log that keeps nothing: for a head that need not outlive its process. */
    CommitLog NONE = new CommitLog() {
        @Override
        public void table(HeadTable table) {}

        @Override
        public void outOfOrderTable(HeadTable table) {}

        @Override
        public void leaving(HeadTable table) {}

        @Override
        public void dropped(HeadTable table) {}

        @Override
        public void series(long reference, DirectBuffer labels, int offset, int length) {}

        @Override
        public void moved(long from, long to) {}

        @Override
        public void boundary(long time) {}

        @Override
        public void cut(long time, Ulid block) {}

        @Override
        public CompletableFuture<?> flush() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void flushed() {}

        @Override
        public CompletableFuture<?> append(AppendBatch batch, LongFunction<byte[]> labels) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> append(DeletedRanges ranges) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public long position() {
            return 0;
        }
    };

    /** A table has begun. */
    void table(HeadTable table);

    /** A table of out-of-order samples has begun. */
    void outOfOrderTable(HeadTable table);

    /** A table takes no samples any more. */
    void leaving(HeadTable table);

    /** A table has gone, with all it had. */
    void dropped(HeadTable table);

    /** A series has been added to a table. */
    void series(long reference, DirectBuffer labels, int offset, int length);

    /** A series has moved from one table to another. */
    void moved(long from, long to);

    /** What is older than a time is in blocks. */
    void boundary(long time);

    /** What is older than a time is in blocks once a block of a name is there. */
    void cut(long time, Ulid block);

    /**
     * Appends what has gathered; the future completes when it is durable. Where it is refused, so is what is appended before
     * the next call: it may name what has gathered, and a refused request that came back at a restart could take the place
     * of one that was acknowledged.
     */
    CompletableFuture<?> flush();

    /** Forgets what has gathered, since it is durable. */
    void flushed();

    /**
     * Appends a request.
     *
     * @param labels gives the canonical labels of a series
     * @return completes when the request is durable
     */
    CompletableFuture<?> append(AppendBatch batch, LongFunction<byte[]> labels);

    /**
     * Appends a deletion.
     *
     * @return completes when it is durable
     */
    CompletableFuture<?> append(DeletedRanges ranges);

    /** Returns the number of the last record. */
    long position();
}
