package io.dunlin.tsdb.block;

import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.CorruptDataException;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link BlockCatalog} in step with the blocks of a directory: those there at the start, those that a cut or a
 * compaction adds, those that another program drops there or takes away. A block that can't be served is set aside: it
 * stays on disk as it is, is reported, and the others are served. Thread-safe.
 */
public final class BlockDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockDirectory.class);
    private static final String DELETED_SUFFIX = "-deleted";
    private static final String STAGING_NAME = "merged";

    private final Disk disk;
    private final BlockFormat format;
    private final Path directory;
    private final Path temporary;
    private final BlockCatalog catalog = new BlockCatalog();

    private volatile long vanished;

    private volatile Runnable whenAdded = () -> {};

    /** Blocks whose files could not be opened: tried again at each scan. */
    private final Map<Ulid, DamagedBlock> unopened = new TreeMap<>();

    /** Blocks in which reading met damage: left alone until the next start. */
    private final Map<Ulid, DamagedBlock> damaged = new TreeMap<>();

    /**
     * Blocks that are to go and whose files are still there, or were at the last scan: never opened, deleted at each scan.
     */
    private final Set<Ulid> unwanted = new HashSet<>();

    /**
     * Opens all blocks of a directory.
     *
     * @param directory where blocks lie, each under its ULID
     * @param temporary a directory on the same file system, from which everything may be deleted at a start
     * @throws StorageException when the directory can't be read
     */
    public BlockDirectory(Disk disk, BlockFormat format, Path directory, Path temporary) {
        this.disk = disk;
        this.format = format;
        this.directory = directory;
        this.temporary = temporary;
        try {
            disk.createDirectories(staging());
        } catch (IOException e) {
            throw new StorageException("can't make a directory: directory=" + staging() + " cause=" + e, e);
        }
        scan();
    }

    /** Returns the open blocks. */
    public BlockCatalog catalog() {
        return catalog;
    }

    /** Returns where blocks lie. */
    public Path directory() {
        return directory;
    }

    /** Returns the blocks that are not served, or not whole. */
    public synchronized List<DamagedBlock> damaged() {
        List<DamagedBlock> all = new ArrayList<>(unopened.values());
        all.addAll(damaged.values());
        try (BlockSet set = catalog.acquire()) {
            set.blocks().forEach(block -> block.damage().ifPresent(all::add));
        }
        return all;
    }

    /** Returns how many blocks another program has taken away since the start. */
    public long vanished() {
        return vanished;
    }

    /**
     * Looks at the directory again: opens blocks that have appeared, lets go of blocks that have vanished, and deletes
     * those whose samples lie in a block that was merged from them.
     */
    public synchronized void scan() {
        Map<Ulid, Path> named = list();
        unwanted.retainAll(named.keySet());
        List.copyOf(unwanted).forEach(this::deleteFiles);
        named.keySet().removeAll(unwanted);
        unopened.keySet().retainAll(named.keySet());
        Map<Ulid, Path> present = wholeBlocks(named);
        Map<Ulid, Block> open = openBlocks();
        damaged.keySet().retainAll(present.keySet());
        List<Block> added = openNew(present, open.keySet());
        added.forEach(block -> open.put(block.meta().ulid(), block));
        List<Ulid> gone = open.keySet().stream()
                .filter(ulid -> !present.containsKey(ulid))
                .toList();
        gone.forEach(ulid -> LOG.warn("A block has vanished from the data directory: block={}", ulid));
        vanished += gone.size();
        Set<Ulid> superseded = superseded(open.values());
        superseded.removeAll(gone);
        added.removeIf(block -> dropSuperseded(block, superseded));
        List<Ulid> removed = new ArrayList<>(gone);
        removed.addAll(superseded);
        removed.removeIf(ulid -> !openBlocks().containsKey(ulid));
        catalog.swap(added, removed);
        superseded.forEach(this::deleteFiles);
    }

    private List<Block> openNew(Map<Ulid, Path> present, Set<Ulid> open) {
        List<Ulid> appeared = present.keySet().stream()
                .filter(ulid -> !open.contains(ulid) && !damaged.containsKey(ulid))
                .toList();
        if (appeared.isEmpty()) {
            return new ArrayList<>();
        }
        LOG.debug("Opening blocks: directory={} blocks={}", directory, appeared);
        List<Block> added = new ArrayList<>();
        appeared.forEach(ulid -> open(ulid, present.get(ulid)).ifPresent(added::add));
        LOG.debug("Opened blocks: directory={} count={}", directory, added.size());
        return added;
    }

    /** A superseded block that was opened only just now never gets into the catalog. */
    private static boolean dropSuperseded(Block block, Set<Ulid> superseded) {
        boolean drop = superseded.contains(block.meta().ulid());
        if (drop) {
            block.close();
        }
        return drop;
    }

    /** Returns what has the name of a block. */
    private Map<Ulid, Path> list() {
        Map<Ulid, Path> named = new TreeMap<>();
        try {
            for (Path path : disk.list(directory)) {
                String name = path.getFileName().toString();
                if (Ulid.isUlid(name)) {
                    named.put(Ulid.parse(name), path);
                }
            }
        } catch (IOException e) {
            throw new StorageException("can't list blocks: directory=" + directory + " cause=" + e, e);
        }
        return named;
    }

    /** Returns those that are blocks, and reports the others. */
    private Map<Ulid, Path> wholeBlocks(Map<Ulid, Path> named) {
        Map<Ulid, Path> whole = new TreeMap<>();
        named.forEach((ulid, path) -> {
            Optional<String> obstacle = format.whyNoBlock(path);
            if (obstacle.isPresent()) {
                reportUnopened(ulid, path, obstacle.get());
            } else {
                whole.put(ulid, path);
            }
        });
        return whole;
    }

    private Map<Ulid, Block> openBlocks() {
        Map<Ulid, Block> open = new TreeMap<>();
        try (BlockSet set = catalog.acquire()) {
            set.blocks().forEach(block -> open.put(block.meta().ulid(), block));
        }
        return open;
    }

    private Optional<Block> open(Ulid ulid, Path path) {
        try {
            Block block = openBlock(ulid, path);
            unopened.remove(ulid);
            return Optional.of(block);
        } catch (StorageException e) {
            reportUnopened(ulid, path, e.getMessage());
            return Optional.empty();
        }
    }

    private void reportUnopened(Ulid ulid, Path path, String reason) {
        DamagedBlock report = new DamagedBlock(path, reason);
        if (!report.equals(unopened.put(ulid, report))) {
            LOG.error("A block can't be opened and is set aside: directory={} reason={}", path, reason);
        }
    }

    private Block openBlock(Ulid ulid, Path path) {
        Block block = format.open(path, damage -> setAside(ulid, path, damage));
        if (!block.meta().ulid().equals(ulid)) {
            block.close();
            throw new CorruptDataException(
                    path.toString(), 0, "ulid " + ulid, block.meta().ulid());
        }
        return block;
    }

    private synchronized void setAside(Ulid ulid, Path path, CorruptDataException damage) {
        if (damaged.putIfAbsent(ulid, new DamagedBlock(path, damage.getMessage())) == null) {
            LOG.error("A block is damaged and is set aside: directory={} reason={}", path, damage.getMessage());
            if (openBlocks().containsKey(ulid)) {
                catalog.swap(List.of(), List.of(ulid));
            }
        }
    }

    private static Set<Ulid> superseded(Collection<Block> blocks) {
        Set<Ulid> all = new HashSet<>();
        Set<Ulid> parents = new HashSet<>();
        for (Block block : blocks) {
            all.add(block.meta().ulid());
            block.meta().compaction().parents().forEach(parent -> parents.add(parent.ulid()));
            if (block.meta().compaction().deletable()) {
                parents.add(block.meta().ulid());
            }
        }
        parents.retainAll(all);
        return parents;
    }

    /**
     * Opens a block that has just been written into the directory and makes it visible.
     *
     * @throws StorageException when it can't be opened; it is then deleted, since what it was written from is still there
     */
    public synchronized void add(BlockMeta meta) {
        Ulid ulid = meta.ulid();
        if (!openBlocks().containsKey(ulid)) {
            catalog.swap(List.of(openNew(ulid)), List.of());
        }
        whenAdded.run();
    }

    /**
     * Puts a block of {@link #staging()} in place, durably, and makes it visible.
     *
     * @throws StorageException when that fails; the block is then deleted, since what it was written from is still there
     */
    public synchronized void publish(BlockMeta meta) {
        Ulid ulid = meta.ulid();
        try {
            moveIntoPlace(ulid);
        } catch (IOException e) {
            throw new StorageException("can't put a block in place: block=" + ulid + " cause=" + e, e);
        }
        catalog.swap(List.of(openNew(ulid)), List.of());
        whenAdded.run();
    }

    /** Deletes a block of {@link #staging()} where it still is there. What can't be deleted now is at the next start. */
    public void dropStaged(BlockMeta meta) {
        Path staged = staging().resolve(meta.ulid().toString());
        try {
            if (disk.exists(staged)) {
                disk.deleteTree(staged);
            }
        } catch (IOException e) {
            LOG.warn("A block that was not shown could not be deleted: directory={} cause={}", staged, e.toString());
        }
    }

    /** Says whom to tell of each block that is made visible here; it must not wait. Only one is told. */
    public void whenAdded(Runnable listener) {
        whenAdded = listener;
    }

    private Block openNew(Ulid ulid) {
        try {
            return openBlock(ulid, directory.resolve(ulid.toString()));
        } catch (StorageException e) {
            discard(ulid);
            throw new StorageException("can't open the new block: block=" + ulid + " cause=" + e.getMessage(), e);
        }
    }

    /** Left there, it would be found by a scan one day, with samples that have been deleted meanwhile. */
    private void discard(Ulid ulid) {
        unwanted.add(ulid);
        deleteFiles(ulid);
    }

    /**
     * Exchanges blocks for the one that was merged from them, in one step for readers, and deletes their files. Where one
     * of them is not what it was when the merge began (samples of it were deleted meanwhile, or it has gone), nothing is
     * exchanged and the merged block is dropped.
     *
     * @param merged the new block in a directory of {@link #staging()}, or nothing where no sample was left
     * @param before the blocks as they were read
     * @return whether the blocks were exchanged
     * @throws StorageException when the new block can't be put in place; the blocks then stay
     */
    public synchronized boolean replace(Optional<BlockMeta> merged, Collection<Block> before) {
        // A deletion opens a block anew. What a block says of itself need not change then: one more hour of a series
        // can leave the number of deleted ranges as it was.
        boolean unchanged = openBlocks().values().containsAll(before);
        List<Ulid> removed = before.stream().map(block -> block.meta().ulid()).toList();
        try {
            if (!unchanged) {
                if (merged.isPresent()) {
                    disk.deleteTree(staging().resolve(merged.get().ulid().toString()));
                }
                return false;
            }
            List<Block> added = new ArrayList<>();
            if (merged.isPresent()) {
                Ulid ulid = merged.get().ulid();
                moveIntoPlace(ulid);
                added.add(openNew(ulid));
            }
            catalog.swap(added, removed);
        } catch (IOException e) {
            throw new StorageException("can't exchange blocks: blocks=" + removed + " cause=" + e, e);
        }
        removed.forEach(this::deleteFiles);
        return true;
    }

    private void moveIntoPlace(Ulid ulid) throws IOException {
        disk.rename(staging().resolve(ulid.toString()), directory.resolve(ulid.toString()));
        try {
            disk.syncDirectory(directory);
        } catch (IOException e) {
            discard(ulid);
            throw e;
        }
    }

    /** Returns where a merged block waits until it is exchanged for those it was merged from. */
    public Path staging() {
        return temporary.resolve(STAGING_NAME);
    }

    /**
     * Takes blocks away and deletes their files. Those that have gone are left out.
     *
     * @return those whose files are deleted; that of the others is tried again at each scan
     */
    public synchronized Set<Ulid> remove(Collection<Ulid> removed) {
        List<Ulid> present = removed.stream().filter(openBlocks()::containsKey).toList();
        catalog.swap(List.of(), present);
        return present.stream().filter(this::deleteFiles).collect(Collectors.toSet());
    }

    /**
     * Marks samples with {@code minTime <= t <= maxTime} of the matching series as deleted, durably, in all blocks. Readers
     * that have begun still see them.
     *
     * @throws StorageException when that can't be written or shown; part of it may then be done
     */
    public synchronized void delete(long minTime, long maxTime, List<LabelMatcher> matchers) {
        try (BlockSet set = catalog.acquire()) {
            for (Block block : set.between(minTime, maxTime)) {
                if (block.delete(minTime, maxTime, matchers)) {
                    reopen(block.meta().ulid());
                }
            }
        }
    }

    /**
     * Gives all blocks, as they are now, a second name in another directory of the same file system, durably: a copy that
     * takes no space and that later changes here do not touch.
     *
     * @param target a directory to make; it must not exist
     * @throws StorageException when that fails; what was made so far stays there
     */
    public synchronized void snapshot(Path target) {
        try (BlockSet set = catalog.acquire()) {
            disk.createDirectories(target);
            for (Block block : set.blocks()) {
                link(block.directory(), target.resolve(block.directory().getFileName()));
            }
            disk.syncDirectory(target);
            disk.syncDirectory(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new StorageException("can't make a snapshot: directory=" + target + " cause=" + e, e);
        }
    }

    private void link(Path from, Path to) throws IOException {
        if (!disk.isDirectory(from)) {
            disk.link(from, to);
            return;
        }
        disk.createDirectories(to);
        for (Path child : disk.list(from)) {
            link(child, to.resolve(child.getFileName()));
        }
        disk.syncDirectory(to);
    }

    /**
     * Changes what a block says of itself, on disk and for the next reader. A block that has gone is left out.
     *
     * @throws StorageException when that can't be written or shown
     */
    public synchronized void rewrite(BlockMeta meta) {
        Ulid ulid = meta.ulid();
        if (openBlocks().containsKey(ulid)) {
            Path path = directory.resolve(ulid.toString());
            format.writeMeta(path, meta);
            reopen(ulid);
        }
    }

    /**
     * Lets the next reader see what has changed in the files of a block.
     *
     * @throws StorageException when it can't be opened; readers then have it as it was
     */
    private void reopen(Ulid ulid) {
        Block again = openBlock(ulid, directory.resolve(ulid.toString()));
        if (openBlocks().containsKey(ulid)) {
            catalog.swap(List.of(again), List.of(ulid));
        } else {
            again.close();
        }
    }

    /** Renames first, so that a crash leaves no half-deleted block under its name; returns whether it is deleted. */
    private boolean deleteFiles(Ulid ulid) {
        Path path = directory.resolve(ulid.toString());
        Path moved = temporary.resolve(ulid + DELETED_SUFFIX);
        try {
            disk.rename(path, moved);
            disk.syncDirectory(directory);
            disk.deleteTree(moved);
            return true;
        } catch (IOException e) {
            LOG.error("The files of a block could not be deleted: directory={} cause={}", path, e.toString());
            unwanted.add(ulid);
            return false;
        }
    }

    /** Closes all blocks once their readers have finished. Idempotent. */
    @Override
    public void close() {
        catalog.close();
    }
}
