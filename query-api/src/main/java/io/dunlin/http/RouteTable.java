package io.dunlin.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** All routes of a server. Literal segments win over path parameters. Immutable. */
public final class RouteTable {
    private final List<Route> routes;
    private final Map<String, List<Route>> literal = new LinkedHashMap<>();
    private final List<Route> withParameters = new ArrayList<>();

    /**
     * Makes a table.
     *
     * @throws IllegalArgumentException when two routes would answer the same method and pattern
     */
    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            List<Route> sharing = route.pattern().contains("/:")
                    ? withParameters
                    : literal.computeIfAbsent(route.pattern(), p -> new ArrayList<>(1));
            rejectClash(sharing, route);
            sharing.add(route);
        }
    }

    private static void rejectClash(List<Route> sharing, Route route) {
        for (Route other : sharing) {
            boolean samePattern = other.pattern().equals(route.pattern());
            if (samePattern && route.methods().stream().anyMatch(other::allows)) {
                throw new IllegalArgumentException("two routes for pattern=" + route.pattern());
            }
        }
    }

    /** Returns the routes in the order they were listed. */
    public List<Route> routes() {
        return routes;
    }

    /** What a path and method lead to: {@code route} is null where the path is unknown or the method is not allowed. */
    record Match(Route route, Map<String, String> pathParameters, Collection<String> allowedMethods) {
        boolean isKnownPath() {
            return !allowedMethods.isEmpty();
        }
    }

    /**
     * Finds the route of a request.
     *
     * @param path the path as sent, not decoded
     * @throws ApiException when a path parameter has a broken escape
     */
    Match match(String method, String path) {
        List<Route> candidates = literal.getOrDefault(path, List.of());
        if (candidates.isEmpty()) {
            candidates = matchingParameters(path);
        }
        TreeSet<String> allowed = new TreeSet<>(Comparator.naturalOrder());
        for (Route route : candidates) {
            if (route.allows(method)) {
                return new Match(route, pathParameters(route, path), route.methods());
            }
            allowed.addAll(route.methods());
        }
        return new Match(null, Map.of(), allowed);
    }

    private List<Route> matchingParameters(String path) {
        List<String> segments = segments(path);
        return withParameters.stream()
                .filter(route -> matches(route.segments(), segments))
                .toList();
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            boolean parameter = pattern.get(i).startsWith(":");
            if (parameter ? path.get(i).isEmpty() : !pattern.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> pathParameters(Route route, String path) {
        if (!route.pattern().contains("/:")) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> pattern = route.segments();
        List<String> segments = segments(path);
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i).startsWith(":")) {
                parameters.put(pattern.get(i).substring(1), UrlDecoder.decode(segments.get(i), false));
            }
        }
        return parameters;
    }

    static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
