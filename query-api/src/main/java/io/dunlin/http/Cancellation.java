package io.dunlin.http;

/** Says that nobody waits for an answer any more: the client is gone, or the server stops. Thread-safe. */
public final class Cancellation {
    private boolean cancelled;
    private Runnable action;

    /** Returns whether the request was cancelled. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs {@code action} once when the request is cancelled, at once where it is already; replaces the action before.
     * The action must be quick and must not throw: it runs on an I/O loop.
     */
    public void onCancel(Runnable newAction) {
        synchronized (this) {
            action = newAction;
            if (!cancelled) {
                return;
            }
        }
        newAction.run();
    }

    /** Cancels the request; again is no error. */
    void cancel() {
        Runnable toRun;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = action;
        }
        if (toRun != null) {
            toRun.run();
        }
    }
}
