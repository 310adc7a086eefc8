package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.BlockMeta.Parent;
import io.dunlin.tsdb.block.BlockMeta.Stats;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of {@code meta.json}, version 1. Fields that Prometheus leaves out where they are zero, empty or false are left
 * out here too; fields that are not ours (Thanos adds some) are skipped.
 */
final class MetaJson {
    private static final long VERSION = 1;

    private MetaJson() {}

    /** Prints a meta as Prometheus does, indented with tabs. */
    static String write(BlockMeta meta) {
        Map<String, Object> stats = new LinkedHashMap<>();
        putUnlessZero(stats, "numSamples", meta.stats().samples());
        putUnlessZero(stats, "numFloatSamples", meta.stats().floatSamples());
        putUnlessZero(stats, "numHistogramSamples", meta.stats().histogramSamples());
        putUnlessZero(stats, "numSeries", meta.stats().series());
        putUnlessZero(stats, "numChunks", meta.stats().chunks());
        putUnlessZero(stats, "numTombstones", meta.stats().tombstones());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ulid", meta.ulid().toString());
        document.put("minTime", meta.minTime());
        document.put("maxTime", meta.maxTime());
        document.put("stats", stats);
        document.put("compaction", compaction(meta.compaction()));
        document.put("version", VERSION);
        StringBuilder out = new StringBuilder();
        JsonPrinter.print(document, out);
        return out.toString();
    }

    private static Map<String, Object> compaction(Compaction compaction) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("level", (long) compaction.level());
        putUnlessEmpty(
                fields,
                "sources",
                compaction.sources().stream().map(Ulid::toString).toList());
        putUnlessFalse(fields, "deletable", compaction.deletable());
        putUnlessEmpty(
                fields,
                "parents",
                compaction.parents().stream().map(MetaJson::parent).toList());
        putUnlessFalse(fields, "failed", compaction.failed());
        putUnlessEmpty(fields, "hints", compaction.hints());
        return fields;
    }

    private static Map<String, Object> parent(Parent parent) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ulid", parent.ulid().toString());
        fields.put("minTime", parent.minTime());
        fields.put("maxTime", parent.maxTime());
        return fields;
    }

    private static void putUnlessZero(Map<String, Object> fields, String name, long value) {
        if (value != 0) {
            fields.put(name, value);
        }
    }

    private static void putUnlessFalse(Map<String, Object> fields, String name, boolean value) {
        if (value) {
            fields.put(name, true);
        }
    }

    private static void putUnlessEmpty(Map<String, Object> fields, String name, List<?> values) {
        if (!values.isEmpty()) {
            fields.put(name, values);
        }
    }

    /**
     * Reads a meta.
     *
     * @param file the name for error messages
     * @throws CorruptDataException when the text is not a meta of version 1
     */
    static BlockMeta read(String file, String text) {
        Fields document = new Fields(file, JsonParser.parse(file, text));
        long version = document.number("version");
        if (version != VERSION) {
            throw new CorruptDataException(file, 0, "version " + VERSION, "version " + version);
        }
        Fields stats = document.fields("stats");
        Fields compaction = document.fields("compaction");
        List<Parent> parents = new ArrayList<>();
        for (Object parent : compaction.list("parents")) {
            Fields fields = new Fields(file, parent);
            parents.add(new Parent(fields.ulid("ulid"), fields.number("minTime"), fields.number("maxTime")));
        }
        BlockMeta meta = new BlockMeta(
                document.ulid("ulid"),
                document.number("minTime"),
                document.number("maxTime"),
                new Stats(
                        stats.number("numSamples"),
                        stats.number("numFloatSamples"),
                        stats.number("numHistogramSamples"),
                        stats.number("numSeries"),
                        stats.number("numChunks"),
                        stats.number("numTombstones")),
                new Compaction(
                        Math.toIntExact(Math.min(Integer.MAX_VALUE, compaction.number("level"))),
                        compaction.list("sources").stream()
                                .map(source -> ulid(file, source))
                                .toList(),
                        compaction.flag("deletable"),
                        parents,
                        compaction.flag("failed"),
                        compaction.list("hints").stream().map(String::valueOf).toList()));
        if (meta.minTime() > meta.maxTime()) {
            throw new CorruptDataException(file, 0, "minTime <= maxTime", meta.minTime() + " > " + meta.maxTime());
        }
        return meta;
    }

    private static Ulid ulid(String file, Object value) {
        if (value instanceof String text && Ulid.isUlid(text)) {
            return Ulid.parse(text);
        }
        throw new CorruptDataException(file, 0, "a ULID", value);
    }

    /** One JSON object; a field that is absent is zero, false or empty. */
    private static final class Fields {
        private final String file;
        private final Map<?, ?> members;

        Fields(String file, Object value) {
            this.file = file;
            this.members = as(Map.class, "an object", value);
        }

        private <T> T as(Class<T> type, String expected, Object value) {
            if (!type.isInstance(value)) {
                throw new CorruptDataException(file, 0, expected, value);
            }
            return type.cast(value);
        }

        long number(String name) {
            Object value = members.get(name);
            return value == null ? 0 : as(Long.class, "a whole number in " + name, value);
        }

        boolean flag(String name) {
            Object value = members.get(name);
            return value != null && as(Boolean.class, "true or false in " + name, value);
        }

        List<?> list(String name) {
            Object value = members.get(name);
            return value == null ? List.of() : as(List.class, "an array in " + name, value);
        }

        Fields fields(String name) {
            Object value = members.get(name);
            return new Fields(file, value == null ? Map.of() : value);
        }

        Ulid ulid(String name) {
            return MetaJson.ulid(file, members.get(name));
        }
    }
}
