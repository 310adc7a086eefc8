package io.dunlin.tsdb.model;

/** What a target says of a metric family: its type ({@code counter}, {@code gauge} …), its help text and its unit. */
public record MetricMetadata(String family, String type, String help, String unit) {}
