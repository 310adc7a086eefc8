package io.dunlin.server.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/** Reads configuration files. Strict: an unknown key, a key twice or a value of the wrong type is an error. */
public final class ConfigLoader {
    private static final int MAX_BYTES = 8 << 20;

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationDeserializer()))
            .build();

    private ConfigLoader() {}

    /** A configuration with the text it was read from. */
    public record Loaded(Config config, String yaml) {
        /** What is used without a file. */
        public static Loaded none() {
            return new Loaded(Config.empty(), "");
        }
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException when it is not there or not valid
     */
    public static Loaded load(Path file) throws ConfigException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(
                        prefix(file) + "the file is too large: bytes=" + Files.size(file) + " limit=" + MAX_BYTES,
                        null);
            }
            String yaml = Files.readString(file, StandardCharsets.UTF_8);
            return new Loaded(parse(file, yaml), yaml);
        } catch (NoSuchFileException e) {
            throw new ConfigException(prefix(file) + "no such file", e);
        } catch (IOException e) {
            throw new ConfigException(prefix(file) + e.getMessage(), e);
        }
    }

    static Config parse(Path file, String yaml) throws ConfigException, IOException {
        try (KeyLocatingParser parser = new KeyLocatingParser(MAPPER.createParser(yaml))) {
            return parse(file, parser);
        }
    }

    private static Config parse(Path file, KeyLocatingParser parser) throws ConfigException, IOException {
        try {
            return parser.nextToken() == null ? Config.empty() : orEmpty(MAPPER.readValue(parser, Config.class));
        } catch (JsonMappingException e) {
            throw new ConfigException(prefix(file) + position(place(e, parser)) + explain(e), e);
        } catch (JsonProcessingException e) {
            throw new ConfigException(prefix(file) + position(e.getLocation()) + e.getOriginalMessage(), e);
        }
    }

    /** A key that is there twice or broken YAML has the parser's place, a wrong key or value its key's. */
    private static JsonLocation place(JsonMappingException e, KeyLocatingParser parser) {
        if (e.getCause() instanceof StreamReadException broken) {
            return broken.getLocation();
        }
        return parser.newestKey() == null ? e.getLocation() : parser.newestKey();
    }

    private static Config orEmpty(Config config) {
        return config == null ? Config.empty() : config;
    }

    private static String prefix(Path file) {
        return "error loading config from \"" + file + "\": ";
    }

    private static String position(JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static String explain(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key \"" + unknown.getPropertyName() + "\" in " + section(unknown) + "; known keys: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        String where = path(e, e.getPath().size());
        return where.isEmpty() ? e.getOriginalMessage() : where + ": " + e.getOriginalMessage();
    }

    private static String section(UnrecognizedPropertyException unknown) {
        int depth = unknown.getPath().size() - 1;
        return depth == 0 ? "the file" : path(unknown, depth);
    }

    private static String path(JsonMappingException e, int depth) {
        return e.getPath().stream()
                .limit(depth)
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."));
    }

    /** Reads durations in Prometheus's form. */
    private static final class DurationDeserializer extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationDeserializer() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return PrometheusDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw new JsonMappingException(parser, e.getMessage(), e);
            }
        }
    }
}
