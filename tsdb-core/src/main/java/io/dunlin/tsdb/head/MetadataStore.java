package io.dunlin.tsdb.head;

import io.dunlin.tsdb.model.MetricMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What senders said of metric families, the newest for each; the family that was not heard of longest makes room. */
final class MetadataStore {
    private final int capacity;
    private final Map<String, MetricMetadata> families = new LinkedHashMap<>(16, 0.75f, true);

    MetadataStore(int capacity) {
        this.capacity = capacity;
    }

    /** Sets what is known of a family. */
    synchronized void put(MetricMetadata metadata) {
        families.put(metadata.family(), metadata);
        if (families.size() > capacity) {
            families.remove(families.keySet().iterator().next());
        }
    }

    /** Returns all families. */
    synchronized List<MetricMetadata> all() {
        return List.copyOf(families.values());
    }
}
