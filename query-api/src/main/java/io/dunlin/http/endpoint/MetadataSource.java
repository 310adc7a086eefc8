package io.dunlin.http.endpoint;

import io.dunlin.tsdb.model.MetricMetadata;
import java.util.List;

/** What is known of metric families: type, help and unit, as writers and targets have said. Thread-safe. */
@FunctionalInterface
public interface MetadataSource {
    /**
     * Returns entries of one family, or of all, entries of the same family in a row.
     *
     * @param family the name of a family, or the empty string for all
     */
    List<MetricMetadata> metadata(String family);
}
