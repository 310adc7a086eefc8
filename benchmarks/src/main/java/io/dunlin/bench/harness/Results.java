package io.dunlin.bench.harness;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of measures a phase with what they depend on: the machine, the size of the run, and the servers with their versions.
 * Reading it back for a run that differs in any of these is refused, so that no two machines or versions mix in one table.
 */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String PHASES = "phases";

    private final Path file;
    private final ObjectNode conditions;
    private final Map<String, List<Measure>> phases = new LinkedHashMap<>();

    private Results(Path file, ObjectNode conditions) {
        this.file = file;
        this.conditions = conditions;
    }

    /** Makes results without any measure. */
    static Results empty(Path file, Bench bench) throws IOException {
        return new Results(file, conditions(bench));
    }

    /**
     * Reads what an earlier run wrote; a file that is not there has no measures.
     *
     * @throws IllegalStateException when it is of other conditions, naming the first that differs
     */
    static Results read(Path file, Bench bench) throws IOException {
        Results results = empty(file, bench);
        if (!Files.exists(file)) {
            return results;
        }
        ObjectNode read = (ObjectNode) JSON.readTree(file.toFile());
        JsonNode measures = read.remove(PHASES);
        results.conditions.properties().forEach(expected -> {
            JsonNode actual = read.path(expected.getKey());
            if (!expected.getValue().equals(actual)) {
                throw new IllegalStateException("results are of another run: file=" + file + " differs="
                        + expected.getKey() + " there=" + actual + " now=" + expected.getValue());
            }
        });
        results.phases.putAll(JSON.convertValue(measures, new TypeReference<Map<String, List<Measure>>>() {}));
        return results;
    }

    /** Returns a phase's measures, or null where it has not been run. */
    List<Measure> get(String phase) {
        return phases.get(phase);
    }

    /** Takes a phase's measures and writes the file, whole or not at all. */
    void put(String phase, List<Measure> measures) throws IOException {
        phases.put(phase, measures);
        ObjectNode all = conditions.deepCopy();
        all.set(PHASES, JSON.valueToTree(phases));
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, JSON.writeValueAsString(all));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ObjectNode conditions(Bench bench) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        all.set("machine", JSON.valueToTree(Machine.facts()));
        all.set(
                "servers",
                JSON.valueToTree(bench.servers().stream().map(Results::server).toList()));
        all.set("size", JSON.valueToTree(sizes(bench.size())));
        return all;
    }

    /** Words, not numbers, for a number read back may be a node of another type, which is not equal. */
    private static Map<String, String> sizes(BenchSize size) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("series", Integer.toString(size.series()));
        all.put("steps", Integer.toString(size.steps()));
        all.put("oneShot", Integer.toString(size.oneShot()));
        all.put("churnHours", Integer.toString(size.churn().hours()));
        all.put("churnPerSecond", Integer.toString(size.churn().perSecond()));
        all.put("runs", Integer.toString(size.runs()));
        all.put("warmUp", size.warmUp().toString());
        all.put("seed", Long.toString(size.seed()));
        return all;
    }

    private static Map<String, Object> server(ServerSpec server) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", server.name());
        all.put("kind", server.kind().name());
        all.put("version", server.version());
        all.put("environment", server.environment());
        all.put("flags", server.flags());
        return all;
    }
}
