/**
 * The disk as the storage sees it: every file operation passes {@link io.dunlin.tsdb.disk.Disk}, so that a simulated disk
 * can lose, reorder and fail them in tests; and {@link io.dunlin.tsdb.disk.DirectoryLock}, which keeps other processes
 * away. Below everything that has files; may import {@code io.dunlin.tsdb.memory} only.
 *
 * <p>Rules that hold for every caller: a write is durable after {@link io.dunlin.tsdb.disk.DiskFile#sync}, a new, renamed
 * or deleted name after {@link io.dunlin.tsdb.disk.Disk#syncDirectory} of its directory, and neither before. No thread in
 * here may be interrupted: that closes the channel for all.
 */
package io.dunlin.tsdb.disk;
