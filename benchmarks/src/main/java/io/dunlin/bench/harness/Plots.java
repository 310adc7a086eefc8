package io.dunlin.bench.harness;

import io.dunlin.bench.plot.BarChart;
import io.dunlin.bench.plot.LineChart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws measures: those without a place as bars in one plot, those of one name at several places as lines in a plot each. */
final class Plots {
    private static final double LOGARITHMIC_FROM = 20;

    private Plots() {}

    /** Returns plots as SVG by their file names without the suffix. */
    static Map<String, String> of(List<ServerSpec> servers, Phase phase, List<Measure> measures) {
        List<String> names = servers.stream().map(ServerSpec::name).toList();
        Map<String, String> plots = new LinkedHashMap<>();
        List<Measure> single =
                measures.stream().filter(measure -> measure.at() == null).toList();
        if (!single.isEmpty()) {
            plots.put(phase.name(), bars(phase.name(), names, single));
        }
        Measure.lines(measures)
                .forEach((name, line) -> plots.put(phase.name() + "-" + fileName(name), lines(names, line)));
        return plots;
    }

    private static String bars(String title, List<String> servers, List<Measure> measures) {
        BarChart chart = new BarChart(title, servers);
        for (Measure measure : measures) {
            chart.add(
                    measure.name() + ", " + measure.unit(),
                    servers.stream().map(measure::of).toList(),
                    measure.moreIsBetter());
        }
        return chart.svg();
    }

    private static String lines(List<String> servers, List<Measure> line) {
        Measure any = line.get(0);
        LineChart chart = new LineChart(
                any.name(),
                new LineChart.Axis(
                        any.at().axis(),
                        spansDecades(line.stream().map(m -> m.at().point()).toList())),
                new LineChart.Axis(
                        any.unit(),
                        spansDecades(line.stream()
                                .flatMap(m -> servers.stream().map(m::median))
                                .filter(median -> !median.isNaN())
                                .toList())));
        for (String server : servers) {
            chart.add(
                    server,
                    line.stream()
                            .filter(measure -> !measure.of(server).isEmpty())
                            .map(measure -> new LineChart.Point(measure.at().point(), measure.median(server)))
                            .toList());
        }
        return chart.svg();
    }

    private static boolean spansDecades(List<Double> values) {
        double least = values.stream().min(Double::compare).orElse(0.0);
        double most = values.stream().max(Double::compare).orElse(0.0);
        return least > 0 && most / least >= LOGARITHMIC_FROM;
    }

    private static String fileName(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
