package io.dunlin.tsdb.block;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The set of open blocks, exchanged as a whole: a reader sees the blocks before a change or those after it, never a
 * mixture. Owns the blocks given to it and closes each exactly once, when it has left the catalog and its last reader has
 * finished. Thread-safe; acquiring a set takes no lock.
 */
public final class BlockCatalog implements AutoCloseable {
    private final IdentityHashMap<Block, Integer> references = new IdentityHashMap<>();
    private volatile BlockSet current;
    private boolean closed;

    /** Makes a catalog without blocks. */
    public BlockCatalog() {
        current = newSet(List.of());
    }

    /** Returns the newest set of blocks. The caller closes it. */
    public BlockSet acquire() {
        while (true) {
            BlockSet set = current;
            if (set.hold()) {
                return set;
            }
            if (isClosed()) {
                throw new IllegalStateException("the block catalog is closed");
            }
        }
    }

    /**
     * Takes blocks out and puts others in, in one step.
     *
     * @param added open blocks, the catalog's from now on
     * @param removed names of blocks to take out; their files stay on disk
     * @throws IllegalArgumentException when a block to remove is not there, or one to add is there already; the catalog
     *     is then as before and {@code added} still the caller's
     */
    public void swap(Collection<Block> added, Collection<Ulid> removed) {
        exchange(added, removed).close();
    }

    private synchronized BlockSet exchange(Collection<Block> added, Collection<Ulid> removed) {
        if (closed) {
            throw new IllegalStateException("the block catalog is closed");
        }
        Map<Ulid, Block> next = new HashMap<>();
        current.blocks().forEach(block -> next.put(block.meta().ulid(), block));
        for (Ulid ulid : removed) {
            if (next.remove(ulid) == null) {
                throw new IllegalArgumentException("no such block: ulid=" + ulid);
            }
        }
        for (Block block : added) {
            if (next.put(block.meta().ulid(), block) != null) {
                throw new IllegalArgumentException(
                        "block is open already: ulid=" + block.meta().ulid());
            }
        }
        BlockSet before = current;
        current = newSet(List.copyOf(next.values()));
        return before;
    }

    private synchronized BlockSet newSet(List<Block> blocks) {
        blocks.forEach(block -> references.merge(block, 1, Integer::sum));
        return new BlockSet(blocks, this::release);
    }

    private void release(BlockSet set) {
        List<Block> unused = new ArrayList<>();
        synchronized (this) {
            for (Block block : set.blocks()) {
                if (references.merge(block, -1, Integer::sum) == 0) {
                    references.remove(block);
                    unused.add(block);
                }
            }
        }
        unused.forEach(Block::close);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Takes all blocks out; each is closed once its readers have finished. Idempotent. */
    @Override
    public void close() {
        BlockSet last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
        }
        last.close();
    }
}
