package io.dunlin.tsdb.disk;

import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.MemoryTag;
import io.dunlin.tsdb.memory.Region;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk in memory that keeps apart what programs see and what power loss leaves. {@link #crash} returns the disk as a
 * restarted machine may find it: of the writes and names that were not synced any part, in any order, may be there, down
 * to single sectors of one write. {@link #failAt(long)} makes one call fail, and {@link #capacity} fills the disk up.
 */
public final class SimulatedDisk implements Disk {
    /** Names as programs see them. Null content is a directory. */
    private final TreeMap<Path, SimulatedFile.Content> names = new TreeMap<>();

    /** Names as power loss leaves them. */
    private final TreeMap<Path, SimulatedFile.Content> durableNames = new TreeMap<>();

    /** Changes of names that no directory sync has made durable, oldest first. */
    private final List<NameChange> pending = new ArrayList<>();

    private final List<String> calls = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private long failAt = -1;

    /** The operation whose call fails that comes after {@link #failAfter} others of it; null where none is told to. */
    private String failOperation;

    private long failAfter;
    private boolean failForever;
    private long capacity = Long.MAX_VALUE;

    /** {@code from} vanishes and {@code to} appears; either may be null. */
    private record NameChange(Path from, Path to, SimulatedFile.Content content) {
        boolean isIn(Path directory) {
            return directory.equals(parent(from)) || directory.equals(parent(to));
        }

        private static Path parent(Path path) {
            return path == null ? null : path.getParent();
        }
    }

    /** Makes the call with this number, counted from 0, throw an {@link IOException}; only that one. */
    public synchronized void failAt(long call) {
        failAt = call;
        failForever = false;
    }

    /** Makes one call of an operation throw: the one with this number among its calls from now on, counted from 0. */
    public synchronized void failAt(String operation, long call) {
        failOperation = operation;
        failAfter = call;
    }

    /** Makes the call with this number and all after it throw. */
    public synchronized void failFrom(long call) {
        failAt = call;
        failForever = true;
    }

    /** Lets every call succeed again. */
    public synchronized void heal() {
        failAt = -1;
        failOperation = null;
    }

    /** Returns how many calls failed on purpose. */
    public synchronized long failures() {
        return failed.size();
    }

    /** Returns the calls that failed on purpose, as {@code operation name}. */
    public synchronized List<String> failed() {
        return List.copyOf(failed);
    }

    /** Returns the calls so far that can fail, as {@code operation name}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Sets how many bytes all files together may have; beyond it writes fail. */
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    /** Counts a call and fails where it is told to. */
    synchronized void call(String operation, Path path) throws IOException {
        long number = calls.size();
        String call = operation + " " + path.getFileName();
        calls.add(call);
        boolean numbered = failAt >= 0 && (failForever ? number >= failAt : number == failAt);
        if (numbered || operation.equals(failOperation) && failAfter-- == 0) {
            failed.add(call);
            throw new IOException("injected failure: call=" + number + ", operation=" + operation + ", path=" + path);
        }
    }

    synchronized void requireSpace(long more) throws IOException {
        if (more > 0 && usedBytes() + more > capacity) {
            throw new IOException("No space left on device");
        }
    }

    private long usedBytes() {
        return names.values().stream()
                .filter(c -> c != null)
                .mapToLong(SimulatedFile.Content::length)
                .sum();
    }

    /** Returns what a machine that lost power now may find after its restart. This disk stays as it is. */
    public synchronized SimulatedDisk crash(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedDisk after = new SimulatedDisk();
        after.durableNames.putAll(durableNames);
        boolean inOrder = random.nextBoolean();
        int kept = inOrder ? random.nextInt(pending.size() + 1) : pending.size();
        for (NameChange change : pending.subList(0, kept)) {
            if (inOrder || random.nextBoolean()) {
                after.applyAfterCrash(change);
            }
        }
        after.durableNames.keySet().removeIf(path -> !after.hasDurableParents(path));
        after.durableNames.replaceAll((path, content) -> content == null ? null : content.afterCrash(random));
        after.names.putAll(after.durableNames);
        return after;
    }

    private boolean hasDurableParents(Path path) {
        for (Path parent = path.getParent();
                parent != null && parent.getParent() != null;
                parent = parent.getParent()) {
            if (!durableNames.containsKey(parent)) {
                return false;
            }
        }
        return true;
    }

    private void applyAfterCrash(NameChange change) {
        if (change.from != null && change.to != null) {
            moveTree(durableNames, change.from, change.to, change.content);
        } else if (change.from != null) {
            durableNames.remove(change.from);
        } else {
            durableNames.put(change.to, change.content);
        }
    }

    private static void moveTree(
            Map<Path, SimulatedFile.Content> map, Path from, Path to, SimulatedFile.Content content) {
        TreeMap<Path, SimulatedFile.Content> moved = new TreeMap<>();
        map.forEach((path, child) -> {
            if (!path.equals(from) && path.startsWith(from)) {
                moved.put(to.resolve(from.relativize(path)), child);
            }
        });
        map.keySet().removeIf(path -> path.startsWith(from));
        map.put(to, content);
        map.putAll(moved);
    }

    @Override
    public synchronized DiskFile create(Path path) throws IOException {
        call("create", path);
        requireParent(path);
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        requireSpace(1);
        SimulatedFile.Content content = new SimulatedFile.Content();
        names.put(path, content);
        pending.add(new NameChange(null, path, content));
        return new SimulatedFile(this, path, content, true);
    }

    @Override
    public synchronized DiskFile open(Path path) throws IOException {
        call("open", path);
        return new SimulatedFile(this, path, content(path), true);
    }

    @Override
    public synchronized DiskFile openRead(Path path) throws IOException {
        call("openRead", path);
        return new SimulatedFile(this, path, content(path), false);
    }

    @Override
    public synchronized Region map(Path path, MemoryScope scope) throws IOException {
        call("map", path);
        byte[] bytes = content(path).bytes();
        Region region = scope.allocate(MemoryTag.MAPPED_FILE, bytes.length);
        region.putBytes(0, bytes, 0, bytes.length);
        return region;
    }

    @Override
    public synchronized Region map(Path path, long position, long length, MemoryScope scope) throws IOException {
        call("map", path);
        Region region = scope.allocate(MemoryTag.MAPPED_FILE, length);
        region.putBytes(0, content(path).bytes(), (int) position, (int) length);
        return region;
    }

    private SimulatedFile.Content content(Path path) throws IOException {
        SimulatedFile.Content content = names.get(path);
        if (content == null) {
            throw new NoSuchFileException(path.toString());
        }
        return content;
    }

    private void requireParent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null && parent.getParent() != null && !isDirectory(parent)) {
            throw new NoSuchFileException(parent.toString());
        }
    }

    @Override
    public synchronized boolean exists(Path path) {
        return names.containsKey(path);
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        return names.containsKey(path) && names.get(path) == null;
    }

    /** There are none. */
    @Override
    public boolean isLink(Path path) {
        return false;
    }

    @Override
    public synchronized long size(Path path) throws IOException {
        call("size", path);
        return content(path).length();
    }

    @Override
    public synchronized List<Path> list(Path directory) throws IOException {
        call("list", directory);
        if (!isDirectory(directory)) {
            throw exists(directory)
                    ? new NotDirectoryException(directory.toString())
                    : new NoSuchFileException(directory.toString());
        }
        return names.keySet().stream()
                .filter(path -> directory.equals(path.getParent()))
                .toList();
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        call("createDirectories", directory);
        Path parent = directory.getParent();
        if (parent != null && parent.getParent() != null && !exists(parent)) {
            createDirectories(parent);
        }
        if (!exists(directory)) {
            names.put(directory, null);
            pending.add(new NameChange(null, directory, null));
        }
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        call("rename", from);
        if (!exists(from)) {
            throw new NoSuchFileException(from.toString());
        }
        requireParent(to);
        SimulatedFile.Content content = names.get(from);
        moveTree(names, from, to, content);
        pending.add(new NameChange(from, to, content));
    }

    @Override
    public synchronized void link(Path existing, Path link) throws IOException {
        call("link", existing);
        SimulatedFile.Content content = names.get(existing);
        if (content == null) {
            throw new NoSuchFileException(existing.toString());
        }
        requireParent(link);
        if (names.containsKey(link)) {
            throw new FileAlreadyExistsException(link.toString());
        }
        names.put(link, content);
        pending.add(new NameChange(null, link, content));
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        call("delete", path);
        if (!exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (names.keySet().stream().anyMatch(child -> path.equals(child.getParent()))) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        names.remove(path);
        pending.add(new NameChange(path, null, null));
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        call("syncDirectory", directory);
        for (NameChange change : List.copyOf(pending)) {
            if (change.isIn(directory)) {
                applyAfterCrash(change);
                pending.remove(change);
            }
        }
    }

    @Override
    public synchronized long freeSpace(Path path) throws IOException {
        call("freeSpace", path);
        return Math.max(0, capacity - usedBytes());
    }
}
