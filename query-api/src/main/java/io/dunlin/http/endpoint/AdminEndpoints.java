package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.ErrorType;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.promql.result.QueryException;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /admin/tsdb/…}: deletion, its clean-up, snapshots. Answers 500 as Prometheus does where it is switched off. */
final class AdminEndpoints {
    private static final int NO_CONTENT = 204;

    private final Optional<DatabaseAdmin> admin;
    private final QueryLanguage language;

    /** Makes the endpoints; {@code admin} is absent where they are switched off. */
    AdminEndpoints(Optional<DatabaseAdmin> admin, QueryLanguage language) {
        this.admin = admin;
        this.language = language;
    }

    private DatabaseAdmin admin() {
        return admin.orElseThrow(() -> new ApiException(ErrorType.UNAVAILABLE, "admin APIs disabled"));
    }

    void deleteSeries(Request request, Response response) throws IOException {
        DatabaseAdmin database = admin();
        Parameters parameters = request.parameters();
        if (parameters.all("match[]").isEmpty()) {
            throw new ApiException(ErrorType.BAD_DATA, "no match[] parameter provided");
        }
        ApiParameters.TimeRange range = ApiParameters.timeRange(parameters);
        List<List<LabelMatcher>> selectors = new ArrayList<>();
        for (String selector : parameters.all("match[]")) {
            selectors.add(parse(selector));
        }
        if (range.start() > range.end()) {
            // Prometheus takes this for a range without samples, not for a mistake.
            response.status(NO_CONTENT);
            return;
        }
        List<String> selected = parameters.all("match[]");
        for (int i = 0; i < selectors.size(); i++) {
            try {
                database.delete(range.start(), range.end(), selectors.get(i));
            } catch (StorageException e) {
                throw new ApiException(
                        ErrorType.INTERNAL,
                        "the deletion is done for " + i + " of " + selected.size()
                                + " selectors and may be done in part for " + selected.get(i)
                                + "; send it again to complete it: " + e.getMessage());
            }
        }
        response.status(NO_CONTENT);
    }

    private List<LabelMatcher> parse(String selector) {
        try {
            return language.selector(selector);
        } catch (QueryException e) {
            throw ApiException.invalidParameter("match[]", e.getMessage());
        }
    }

    void cleanTombstones(Request request, Response response) throws IOException {
        DatabaseAdmin database = admin();
        try {
            if (!database.cleanTombstones()) {
                throw new ApiException(
                        ErrorType.INTERNAL, "some blocks could not be written anew; the log names them and why");
            }
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
        response.status(NO_CONTENT);
    }

    void snapshot(Request request, Response response) throws IOException {
        DatabaseAdmin database = admin();
        boolean withHead = !skipsHead(request.parameters().get("skip_head"));
        String name;
        try {
            name = database.snapshot(withHead);
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
        Envelope.write(
                response,
                out -> out.json().beginObject().key("name").string(name).endObject());
    }

    private static boolean skipsHead(String value) {
        try {
            return !value.isEmpty() && GoNumber.bool(value);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidParameter("skip_head", "unable to parse boolean: " + e.getMessage());
        }
    }
}
