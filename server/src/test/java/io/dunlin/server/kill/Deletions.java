package io.dunlin.server.kill;

import java.util.ArrayList;
import java.util.List;

/**
 * What was deleted of the series that are in one request each: all of some slot, from one request to another. A deletion
 * whose answer was lost may have happened wholly, partly or not at all until it is made again.
 */
final class Deletions {
    private final List<Deletion> all = new ArrayList<>();

    /** The one slot of all writers, from request to request. */
    record Deletion(int slot, long from, long to, boolean acknowledged) {
        boolean covers(int someSlot, long request) {
            return slot == someSlot && from <= request && request <= to;
        }
    }

    synchronized void add(Deletion deletion) {
        all.add(deletion);
    }

    synchronized boolean mustBeGone(int slot, long request) {
        return all.stream().anyMatch(deletion -> deletion.acknowledged && deletion.covers(slot, request));
    }

    synchronized boolean mayBeGone(int slot, long request) {
        return all.stream().anyMatch(deletion -> deletion.covers(slot, request));
    }
}
