package io.dunlin.tsdb.storage;

import java.io.Closeable;
import java.time.Duration;

/** A store of series: samples go in through an {@link Appender} and come out of a {@link View}. Thread-safe. */
public interface Storage extends Closeable {
    /** Returns a new appender for one request. One thread uses an appender at a time; appenders run side by side. */
    Appender appender();

    /**
     * Returns the newest view: every request acknowledged before this call is in it whole, and none that is
     * acknowledged later. The caller closes it.
     */
    View view();

    /**
     * Waits, after a request was refused for {@link RejectReason#MEMORY} and its appender closed, until there may be room
     * for its series. The thread must hold no appender and no view.
     *
     * @param longest how long to wait at most
     * @throws InterruptedException when the thread was interrupted while it waited
     */
    default Room awaitRoom(Duration longest) throws InterruptedException {
        return Room.NONE;
    }
}
