package io.dunlin.http.endpoint;

import io.dunlin.http.Response;
import io.dunlin.http.json.JsonWriter;
import io.dunlin.http.json.PrometheusJson;
import java.io.IOException;
import java.util.List;

/** The frame around every successful answer: {@code {"status":"success","data":…,"warnings":[…],"infos":[…]}}. */
final class Envelope {
    static final String TRUNCATED = "results truncated due to limit";
    private static final int MOST_NOTES = 10;

    private Envelope() {}

    /** Writes the value of {@code data}. */
    @FunctionalInterface
    interface Data {
        void write(PrometheusJson out) throws IOException;
    }

    /** Answers with data and nothing to remark. */
    static void write(Response response, Data data) throws IOException {
        write(response, data, List.of(), List.of());
    }

    /** Answers with data, warnings and infos; of more than ten the rest is counted. */
    static void write(Response response, Data data, List<String> warnings, List<String> infos) throws IOException {
        response.contentType("application/json");
        try (JsonWriter json = new JsonWriter(response.body())) {
            json.beginObject();
            json.key("status").string("success");
            json.key("data");
            data.write(new PrometheusJson(json));
            notes(json, "warnings", "warning", warnings);
            notes(json, "infos", "info", infos);
            json.endObject();
        }
    }

    private static void notes(JsonWriter json, String key, String noun, List<String> notes) throws IOException {
        if (notes.isEmpty()) {
            return;
        }
        json.key(key).beginArray();
        for (String note : notes.subList(0, Math.min(notes.size(), MOST_NOTES))) {
            json.string(note);
        }
        if (notes.size() > MOST_NOTES) {
            json.string(notes.size() - MOST_NOTES + " more " + noun + " annotations omitted");
        }
        json.endArray();
    }
}
