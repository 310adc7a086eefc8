package io.dunlin.http.endpoint;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prometheus's OpenAPI document, and as much of JSON Schema as it uses. */
final class OpenApiSchema {
    private static final String FILE = "openapi/openapi_3.1_golden.yaml";

    private final JsonNode document;

    private OpenApiSchema(JsonNode document) {
        this.document = document;
    }

    /** Reads the document; the test is skipped where the conformance files are not given. */
    static OpenApiSchema load() throws IOException {
        String dir = System.getProperty("dunlin.conformance.dir", "");
        Path file = Path.of(dir, FILE);
        assumeTrue(!dir.isEmpty() && Files.exists(file), "dunlin.conformance.dir has no " + FILE);
        return new OpenApiSchema(new YAMLMapper().readTree(file.toFile()));
    }

    /** Returns what is wrong with an answer to a GET or POST of a path, nothing where it is as documented. */
    List<String> faults(String path, String method, int status, JsonNode body) {
        JsonNode responses = document.path("paths").path(path).path(method).path("responses");
        JsonNode response = responses.has(Integer.toString(status))
                ? responses.get(Integer.toString(status))
                : responses.path("default");
        JsonNode schema = response.path("content").path("application/json").path("schema");
        if (schema.isMissingNode()) {
            return List.of("no schema for " + method + " " + path + " " + status);
        }
        List<String> faults = new ArrayList<>();
        check(schema, body, "$", faults);
        return faults;
    }

    private void check(JsonNode given, JsonNode value, String at, List<String> faults) {
        JsonNode schema = given;
        while (schema.has("$ref")) {
            schema = document.at(schema.get("$ref").textValue().substring(1));
        }
        checkType(schema, value, at, faults);
        checkAlternatives(schema, value, at, faults);
        if (value.isObject()) {
            checkObject(schema, value, at, faults);
        } else if (value.isArray()) {
            checkArray(schema, value, at, faults);
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            faults.add(at + ": not one of " + schema.get("enum"));
        }
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static void checkType(JsonNode schema, JsonNode value, String at, List<String> faults) {
        boolean right = switch (schema.path("type").asText("")) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
        if (!right) {
            faults.add(at + ": not a " + schema.get("type").textValue() + ": " + value);
        }
    }

    private void checkAlternatives(JsonNode schema, JsonNode value, String at, List<String> faults) {
        for (String kind : List.of("anyOf", "oneOf")) {
            if (!schema.has(kind)) {
                continue;
            }
            List<String> all = new ArrayList<>();
            boolean any = false;
            for (JsonNode alternative : schema.get(kind)) {
                List<String> own = new ArrayList<>();
                check(alternative, value, at, own);
                any |= own.isEmpty();
                all.addAll(own);
            }
            if (!any) {
                faults.add(at + ": no alternative fits: " + all);
            }
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String at, List<String> faults) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.textValue())) {
                faults.add(at + ": lacks " + required.textValue());
            }
        }
        JsonNode additional = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode known = schema.path("properties").path(member.getKey());
            String place = at + "." + member.getKey();
            if (!known.isMissingNode()) {
                check(known, member.getValue(), place, faults);
            } else if (additional.isObject()) {
                check(additional, member.getValue(), place, faults);
            } else if (additional.isBoolean() && !additional.booleanValue()) {
                faults.add(place + ": not documented");
            }
        }
    }

    private void checkArray(JsonNode schema, JsonNode value, String at, List<String> faults) {
        if (value.size() < schema.path("minItems").asInt(0)
                || value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
            faults.add(at + ": has " + value.size() + " items");
        }
        for (int i = 0; schema.has("items") && i < value.size(); i++) {
            check(schema.get("items"), value.get(i), at + "[" + i + "]", faults);
        }
    }
}
