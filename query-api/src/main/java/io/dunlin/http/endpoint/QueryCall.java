package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.StatisticsJson;
import io.dunlin.http.querylog.QueryEvent;
import io.dunlin.http.querylog.QueryObserver;
import io.dunlin.promql.engine.Cancellation;
import io.dunlin.promql.engine.QueryOptions;
import io.dunlin.promql.number.GoFloatFormat;
import io.dunlin.promql.result.QueryException;
import io.dunlin.promql.result.QueryResult;
import io.dunlin.promql.result.QueryStatistics;
import io.dunlin.promql.result.StringValue;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What instant and range queries have in common: options, time limit, cancellation, the plan in place of a result, the
 * report of what was asked, the frame of the result.
 */
final class QueryCall {
    private static final String STATS_TRUE = "true";
    private static final String STATS_ALL = "all";
    private static final double MILLIS = 1000;

    private final ApiServices services;
    private final Request request;
    private final Parameters parameters;
    private final String query;
    private final Times times;

    QueryCall(ApiServices services, Request request, Times times) {
        this.services = services;
        this.request = request;
        this.parameters = request.parameters();
        this.query = parameters.get("query");
        this.times = times;
    }

    /** When a query is evaluated, in Unix milliseconds; {@code step} is 0 for one time alone. */
    record Times(long start, long end, long step) {}

    /** Evaluates a query on a view. */
    @FunctionalInterface
    interface Evaluation {
        QueryResult on(View view, String query, QueryOptions options);
    }

    /** Answers with the result of the query, or with its plan where {@code explain} asks for that. */
    void answer(Response response, Evaluation evaluation) throws IOException {
        int limit = ApiParameters.limit(parameters);
        boolean explains = explains();
        QueryOptions options = options();
        if (explains) {
            explain(response, options);
        } else {
            answer(response, evaluate(evaluation, options), limit);
        }
    }

    private boolean explains() {
        String explain = parameters.get("explain");
        try {
            return !explain.isEmpty() && GoNumber.bool(explain);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidParameter("explain", e.getMessage());
        }
    }

    /**
     * The plan takes the place of the result, as a string result, so that every client can show it. Metric names that may be
     * misspelt are infos.
     */
    private void explain(Response response, QueryOptions options) throws IOException {
        String plan;
        List<String> infos;
        try (View view = services.storage().view()) {
            plan = services.engine().explain(query, times.start(), times.end(), times.step(), options);
            infos = MetricSuggestions.of(services.language().parse(query), query, view);
        } catch (QueryException e) {
            throw QueryErrors.of(e);
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
        Envelope.Data data = out -> {
            out.json().beginObject();
            ResultJson.write(new StringValue(times.start(), plan), 0, out);
            out.json().endObject();
        };
        Envelope.write(response, data, List.of(), infos);
    }

    private QueryOptions options() {
        Duration left = timeAllowed().minusNanos(System.nanoTime() - request.arrivalNanos());
        if (left.isNegative() || left.isZero()) {
            throw new ApiException(ErrorType.TIMEOUT, "query timed out in query queue" + timeLimit());
        }
        Duration lookback = Duration.ofMillis(lookbackDelta());
        Cancellation cancellation = new Cancellation();
        request.cancellation().onCancel(cancellation::cancel);
        return new QueryOptions(lookback, left, parameters.get("stats").equals(STATS_ALL), cancellation);
    }

    private Duration timeAllowed() {
        Duration most = services.queryTimeout();
        if (parameters.get("timeout").isEmpty()) {
            return most;
        }
        Duration asked = Duration.ofMillis(ApiParameters.duration(parameters, "timeout"));
        return asked.compareTo(most) < 0 ? asked : most;
    }

    /** Says which limit a late query met and where it is set. */
    private String timeLimit() {
        Duration allowed = timeAllowed();
        String where = allowed.equals(services.queryTimeout()) ? "--query.timeout" : "parameter timeout";
        return ": limit=" + GoFloatFormat.sample(allowed.toMillis() / MILLIS) + "s (" + where + ")";
    }

    private long lookbackDelta() {
        String text = parameters.get("lookback_delta");
        try {
            return text.isEmpty() ? 0 : ApiDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorType.BAD_DATA, "error parsing lookback delta duration: " + e.getMessage());
        }
    }

    /** Evaluates on the newest view. */
    private QueryResult evaluate(Evaluation evaluation, QueryOptions options) {
        if (request.cancellation().isCancelled()) {
            throw new ApiException(ErrorType.CANCELED, "query was canceled in query queue");
        }
        QueryResult result;
        try (QueryObserver.Running running = services.queries().begins(query);
                View view = services.storage().view()) {
            result = evaluation.on(view, query, options);
        } catch (QueryException e) {
            log(timeSpent(), e.getMessage());
            throw e.kind() == QueryException.Kind.TIMEOUT
                    ? new ApiException(ErrorType.TIMEOUT, e.getMessage() + timeLimit())
                    : QueryErrors.of(e);
        } catch (StorageException e) {
            log(timeSpent(), e.getMessage());
            throw QueryErrors.of(e);
        }
        log(result.statistics(), "");
        return result;
    }

    private QueryStatistics timeSpent() {
        return new QueryStatistics(0, 0, 0, System.nanoTime() - request.arrivalNanos(), 0, 0, 0, null, null);
    }

    private void log(QueryStatistics statistics, String error) {
        QueryEvent.Origin origin = new QueryEvent.Origin(request.clientAddress(), request.method(), request.path());
        services.queries()
                .ended(new QueryEvent(query, times.start(), times.end(), times.step(), origin, statistics, error));
    }

    private void answer(Response response, QueryResult result, int limit) throws IOException {
        String stats = parameters.get("stats");
        Envelope.write(
                response,
                out -> {
                    out.json().beginObject();
                    ResultJson.write(result.value(), limit, out);
                    if (!stats.isEmpty()) {
                        StatisticsJson.write(result.statistics(), times.start(), times.step(), out);
                    }
                    out.json().endObject();
                },
                warnings(result, limit, stats),
                result.infos());
    }

    private static List<String> warnings(QueryResult result, int limit, String stats) {
        List<String> warnings = new ArrayList<>(result.warnings());
        if (limit > 0 && ResultJson.seriesCount(result.value()) > limit) {
            warnings.add(Envelope.TRUNCATED);
        }
        if (!stats.isEmpty() && !stats.equals(STATS_TRUE) && !stats.equals(STATS_ALL)) {
            warnings.add(
                    "value " + GoNumber.quote(stats) + " for parameter \"stats\" is deprecated and will be rejected"
                            + " in the next major release, use \"true\" or \"all\"");
        }
        return warnings;
    }
}
