package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.Cancellation;
import io.dunlin.http.Endpoint;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.PrometheusJson;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Labels;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.SelectHints;
import io.dunlin.tsdb.storage.SeriesSet;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** {@code /series}: the label sets of the series that meet one of the selectors, streamed. */
final class SeriesEndpoint implements Endpoint {
    private static final int SERIES_BETWEEN_CHECKS = 128;

    private final ApiServices services;

    SeriesEndpoint(ApiServices services) {
        this.services = services;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        if (parameters.all("match[]").isEmpty()) {
            throw new ApiException(ErrorType.BAD_DATA, "no match[] parameter provided");
        }
        int limit = ApiParameters.limit(parameters);
        ApiParameters.TimeRange range = ApiParameters.timeRange(parameters);
        List<List<LabelMatcher>> sets = matcherSets(parameters);
        try (View view = services.storage().view()) {
            Querier querier = view.querier(range.start(), range.end());
            if (sets.size() == 1) {
                answer(response, request.cancellation(), select(querier, sets.get(0), limit, false), limit);
            } else {
                answer(response, union(querier, sets, limit, request.cancellation()), limit);
            }
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
    }

    private List<List<LabelMatcher>> matcherSets(Parameters parameters) {
        try {
            return ApiParameters.matcherSets(parameters, services.language());
        } catch (ApiException e) {
            throw ApiException.invalidParameter("match[]", e.getMessage());
        }
    }

    private static SeriesSet select(Querier querier, List<LabelMatcher> matchers, int limit, boolean sorted) {
        SelectHints hints = new SelectHints(0, 0, SelectHints.SERIES, ApiParameters.oneOver(limit), sorted);
        return querier.select(hints, matchers);
    }

    private static void answer(Response response, Cancellation cancellation, SeriesSet series, int limit)
            throws IOException {
        int count = limit > 0 ? Math.min(limit, series.size()) : series.size();
        Envelope.write(
                response,
                out -> {
                    out.json().beginArray();
                    for (int i = 0; i < count; i++) {
                        checkCancelled(cancellation, i);
                        out.labels(series.labels(i));
                    }
                    out.json().endArray();
                },
                truncation(series.size() > count),
                List.of());
    }

    private static List<Labels> union(
            Querier querier, List<List<LabelMatcher>> sets, int limit, Cancellation cancellation) {
        TreeSet<Labels> union = new TreeSet<>();
        for (List<LabelMatcher> matchers : sets) {
            SeriesSet series = select(querier, matchers, limit, true);
            for (int i = 0; i < series.size(); i++) {
                checkCancelled(cancellation, i);
                union.add(series.labels(i));
            }
        }
        return new ArrayList<>(union);
    }

    private static void answer(Response response, List<Labels> all, int limit) throws IOException {
        boolean truncated = limit > 0 && all.size() > limit;
        List<Labels> kept = truncated ? all.subList(0, limit) : all;
        Envelope.write(response, out -> write(kept, out), truncation(truncated), List.of());
    }

    private static void write(List<Labels> series, PrometheusJson out) throws IOException {
        out.json().beginArray();
        for (Labels labels : series) {
            out.labels(labels);
        }
        out.json().endArray();
    }

    private static List<String> truncation(boolean truncated) {
        return truncated ? List.of(Envelope.TRUNCATED) : List.of();
    }

    private static void checkCancelled(Cancellation cancellation, int i) {
        if (i % SERIES_BETWEEN_CHECKS == 0 && cancellation.isCancelled()) {
            throw new ApiException(ErrorType.CANCELED, "context canceled");
        }
    }
}
