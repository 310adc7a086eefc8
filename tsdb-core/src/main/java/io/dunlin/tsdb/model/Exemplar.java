package io.dunlin.tsdb.model;

/** A sample with labels of its own (a trace id, mostly) that stands for others; {@code timestamp} in Unix milliseconds. */
public record Exemplar(Labels labels, double value, long timestamp) {}
