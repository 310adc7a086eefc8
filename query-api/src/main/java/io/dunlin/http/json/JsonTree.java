package io.dunlin.http.json;

import io.dunlin.promql.number.GoFloatFormat;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/** Writes maps, collections, strings, numbers, truth values and null: for small answers whose shape varies. */
public final class JsonTree {
    private JsonTree() {}

    /**
     * Writes a value with everything in it.
     *
     * @throws IllegalArgumentException when something in it is none of these
     */
    public static void write(Object value, JsonWriter json) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.beginObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                json.key(member.getKey().toString());
                write(member.getValue(), json);
            }
            json.endObject();
        } else if (value instanceof Collection<?> collection) {
            json.beginArray();
            for (Object element : collection) {
                write(element, json);
            }
            json.endArray();
        } else {
            scalar(value, json);
        }
    }

    private static void scalar(Object value, JsonWriter json) throws IOException {
        if (value == null) {
            json.raw("null");
        } else if (value instanceof String text) {
            json.string(text);
        } else if (value instanceof Boolean truth) {
            json.bool(truth);
        } else if (value instanceof Long || value instanceof Integer) {
            json.number(((Number) value).longValue());
        } else if (value instanceof Double number && Double.isFinite(number)) {
            json.raw(GoFloatFormat.sample(number));
        } else {
            throw new IllegalArgumentException("no JSON value: value=" + value + " type=" + value.getClass());
        }
    }
}
