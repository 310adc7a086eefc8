package io.dunlin.tsdb.block;

import java.nio.file.Path;

/** A block that could not be served and was set aside, with the reason for a person to read. Nothing is deleted. */
public record DamagedBlock(Path directory, String reason) {}
