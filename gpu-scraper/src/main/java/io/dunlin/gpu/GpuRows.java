package io.dunlin.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which rows of dcgm-exporter's list are switched on.
 *
 * @param metrics the rows that are series, in the order of the table
 * @param labels the rows that are labels of every {@code DCGM_…} series of a device
 */
public record GpuRows(Set<GpuMetric> metrics, Set<GpuLabel> labels) {
    /** Returns the rows that dcgm-exporter's default list has switched on. */
    public static GpuRows standard() {
        Set<GpuMetric> metrics = EnumSet.noneOf(GpuMetric.class);
        Arrays.stream(GpuMetric.values()).filter(GpuMetric::isDefault).forEach(metrics::add);
        return new GpuRows(metrics, EnumSet.noneOf(GpuLabel.class));
    }

    /**
     * Returns the default rows and those named. The name {@code all} stands for every metric and for no label, since a label
     * more makes every series of a device a new one.
     *
     * @throws IllegalArgumentException naming all names that are neither a metric nor a label
     */
    public static GpuRows standardAnd(List<String> names) {
        GpuRows rows = standard();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            GpuMetric metric = GpuMetric.byName(name);
            GpuLabel label = GpuLabel.byName(name);
            if (name.equals("all")) {
                rows.metrics.addAll(Arrays.asList(GpuMetric.values()));
            } else if (metric != null) {
                rows.metrics.add(metric);
            } else if (label != null) {
                rows.labels.add(label);
            } else {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such GPU metric: metrics=" + String.join(", ", unknown));
        }
        return rows;
    }
}
