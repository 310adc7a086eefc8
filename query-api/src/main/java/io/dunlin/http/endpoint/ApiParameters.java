package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The parameters that several endpoints share, with Prometheus's rules and messages. */
final class ApiParameters {
    private ApiParameters() {}

    /** A range of time in Unix milliseconds, both ends included. */
    record TimeRange(long start, long end) {}

    /** Returns a time that must be given. */
    static long time(Parameters parameters, String name) {
        return parse(parameters, name, ApiTime::parse);
    }

    /** Returns a time, or {@code otherwise} where it is not given. */
    static long time(Parameters parameters, String name, long otherwise) {
        if (parameters.get(name).isEmpty()) {
            return otherwise;
        }
        try {
            return ApiTime.parse(parameters.get(name));
        } catch (IllegalArgumentException e) {
            String reason = "invalid time value for '" + name + "': " + e.getMessage();
            throw ApiException.invalidParameter(name, reason);
        }
    }

    /** Returns {@code start} and {@code end}, everything where they are not given. */
    static TimeRange timeRange(Parameters parameters) {
        return new TimeRange(time(parameters, "start", ApiTime.MIN), time(parameters, "end", ApiTime.MAX));
    }

    /** Returns a duration in milliseconds that must be given. */
    static long duration(Parameters parameters, String name) {
        return parse(parameters, name, ApiDuration::parse);
    }

    private static long parse(Parameters parameters, String name, ToLongFunction<String> parser) {
        try {
            return parser.applyAsLong(parameters.get(name));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidParameter(name, e.getMessage());
        }
    }

    /** Returns {@code limit}: how many results at most, 0 for all. */
    static int limit(Parameters parameters) {
        if (parameters.get("limit").isEmpty()) {
            return 0;
        }
        long limit = parse(parameters, "limit", GoNumber::integer);
        if (limit < 0) {
            throw ApiException.invalidParameter("limit", "limit must be non-negative");
        }
        return (int) Math.min(limit, Integer.MAX_VALUE - 1);
    }

    /** Returns how many results to ask the storage for: one over the limit shows that there are more. */
    static int oneOver(int limit) {
        return limit == 0 ? 0 : limit + 1;
    }

    /**
     * Returns the selectors of {@code match[]}, of which a series must meet one.
     *
     * @throws ApiException when one does not parse or would select everything
     */
    static List<List<LabelMatcher>> matcherSets(Parameters parameters, QueryLanguage language) {
        List<List<LabelMatcher>> sets = new ArrayList<>();
        for (String selector : parameters.all("match[]")) {
            List<LabelMatcher> matchers;
            try {
                matchers = language.selector(selector);
            } catch (QueryException e) {
                throw new ApiException(ErrorType.BAD_DATA, e.getMessage());
            }
            if (matchers.stream().allMatch(LabelMatcher::matchesEmpty)) {
                throw new ApiException(ErrorType.BAD_DATA, "match[] must contain at least one non-empty matcher");
            }
            sets.add(matchers);
        }
        return sets;
    }
}
