package io.dunlin.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The named values of a request's URL and form body. A value of the form comes before one of the URL. Immutable. */
public final class Parameters {
    /** So many that no honest client sends them; each costs a map entry. */
    private static final int MOST = 10_000;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Parses two encoded lists of {@code name=value} pairs joined by {@code &}.
     *
     * @throws ApiException when an escape is broken or there are too many pairs
     */
    static Parameters parse(String form, String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = add(values, form, 0);
        add(values, query, count);
        return new Parameters(values);
    }

    private static int add(Map<String, List<String>> values, String encoded, int before) {
        int count = before;
        int at = 0;
        while (at < encoded.length()) {
            int end = encoded.indexOf('&', at);
            end = end < 0 ? encoded.length() : end;
            if (end > at) {
                addPair(values, encoded.substring(at, end));
                count++;
            }
            if (count > MOST) {
                throw new ApiException(ErrorType.BAD_DATA, "too many parameters: limit=" + MOST);
            }
            at = end + 1;
        }
        return count;
    }

    private static void addPair(Map<String, List<String>> values, String pair) {
        int equals = pair.indexOf('=');
        String name = UrlDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = equals < 0 ? "" : UrlDecoder.decode(pair.substring(equals + 1), true);
        values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    }

    /** Returns the first value of a parameter, or the empty string where it is absent. */
    public String get(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.get(0);
    }

    /** Returns all values of a parameter, in order. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
