package io.dunlin.bench.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Prints measures as a Markdown table with the first server's ratio to each other one, and writes them as JSON. */
final class Report {
    private Report() {}

    static String table(Bench bench, List<Measure> measures) {
        StringBuilder out = new StringBuilder("| measure |");
        bench.servers().forEach(server -> out.append(' ').append(server.name()).append(" |"));
        List<ServerSpec> others = bench.servers().subList(1, bench.servers().size());
        others.forEach(server -> out.append(" × ").append(server.name()).append(" |"));
        out.append("\n|---|")
                .append("---|".repeat(bench.servers().size() + others.size()))
                .append('\n');
        for (Measure measure : measures) {
            out.append("| ")
                    .append(measure.name())
                    .append(", ")
                    .append(measure.unit())
                    .append(" |");
            bench.servers()
                    .forEach(s -> out.append(' ').append(cell(measure, s)).append(" |"));
            String first = bench.servers().get(0).name();
            others.forEach(s -> out.append(ratio(measure.ratio(first, s.name()))));
            out.append('\n');
        }
        return out.toString();
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, " %.2f |", ratio);
    }

    /** The median, and the spread where there is more than one run. */
    private static String cell(Measure measure, ServerSpec server) {
        List<Double> values = measure.values().get(server.name());
        String median = number(measure.median(server.name()));
        return values.size() == 1
                ? median
                : median + " (" + number(Collections.min(values)) + "–" + number(Collections.max(values)) + ")";
    }

    private static String number(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.3g", value);
    }

    static void writeJson(Bench bench, Map<String, List<Measure>> phases, Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine());
        all.put("servers", bench.servers().stream().map(Report::server).toList());
        all.put("series", bench.series());
        all.put("steps", bench.steps());
        all.put("runs", bench.runs());
        all.put("seed", bench.seed());
        all.put("phases", phases);
        Files.writeString(
                file,
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all));
    }

    private static Map<String, Object> server(ServerSpec server) {
        return Map.of(
                "name", server.name(),
                "kind", server.kind().name(),
                "binary", server.binary().toString(),
                "flags", server.flags());
    }

    /** Returns the facts of the machine that a figure depends on. */
    static Map<String, String> machine() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("cpu", firstValue(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("memory", firstValue(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.runtime.version"));
        return facts;
    }

    private static String firstValue(Path file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
