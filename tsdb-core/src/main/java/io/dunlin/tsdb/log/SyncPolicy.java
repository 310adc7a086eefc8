package io.dunlin.tsdb.log;

/** When the log makes acknowledged records durable against power loss. A crash of the process alone loses none of them. */
public enum SyncPolicy {
    /** Before they are acknowledged: power loss loses nothing. Appends that wait together share one sync. */
    EVERY_COMMIT,
    /** Every so often: power loss loses what was acknowledged since the last sync. */
    INTERVAL,
    /** When the system thinks fit: power loss loses what was acknowledged in the last half minute or so. */
    NEVER
}
