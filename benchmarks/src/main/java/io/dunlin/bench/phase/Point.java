package io.dunlin.bench.phase;

import io.dunlin.bench.harness.Bench;
import io.dunlin.bench.harness.Measure;
import io.dunlin.bench.harness.Server;
import io.dunlin.bench.harness.WarmUp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is measured of one server at one point of an axis. */
final class Point {
    private final String axis;
    private final double place;
    private final String server;
    private final List<Measure> measures = new ArrayList<>();

    Point(String axis, double place, String server) {
        this.axis = axis;
        this.place = place;
        this.server = server;
    }

    /** Adds a cost: less is better. */
    void add(String name, String unit, double value) {
        add(name, unit, false, value);
    }

    void add(String name, String unit, boolean moreIsBetter, double value) {
        Measure measure = new Measure(name, unit, moreIsBetter).at(axis, place);
        measure.add(server, value);
        measures.add(measure);
    }

    /** Returns the median milliseconds of an instant query once it is warm. */
    double query(Bench bench, Server asked, Map<String, String> form) throws IOException, InterruptedException {
        return query(bench, asked, "query", form);
    }

    /** Returns the median milliseconds of a query once it is warm. */
    double query(Bench bench, Server asked, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        WarmUp.query(asked, bench, path, form);
        Measure warm = new Measure("warm", "ms", false);
        for (int run = 0; run < bench.size().runs(); run++) {
            warm.add(server, asked.client().api(path, form).seconds() * 1000);
        }
        return warm.median(server);
    }

    List<Measure> measures() {
        return measures;
    }
}
