package io.dunlin.http.endpoint;

import io.dunlin.http.Parameters;
import io.dunlin.http.Response;
import io.dunlin.tsdb.model.LabelMatcher;
import io.dunlin.tsdb.model.Utf8Order;
import io.dunlin.tsdb.storage.Querier;
import io.dunlin.tsdb.storage.StorageException;
import io.dunlin.tsdb.storage.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A sorted list of label names or values, joined over the selectors of a request. */
final class LabelList {
    private final List<String> sorted;

    private LabelList(List<String> sorted) {
        this.sorted = sorted;
    }

    /** Reads the names or values of the series that meet one list of matchers. */
    @FunctionalInterface
    interface Read {
        List<String> from(Querier querier, List<LabelMatcher> matchers);
    }

    static LabelList read(ApiServices services, Parameters parameters, ApiParameters.TimeRange range, Read read) {
        List<List<LabelMatcher>> sets = ApiParameters.matcherSets(parameters, services.language());
        try (View view = services.storage().view()) {
            Querier querier = view.querier(range.start(), range.end());
            if (sets.size() <= 1) {
                return new LabelList(read.from(querier, sets.isEmpty() ? List.of() : sets.get(0)));
            }
            TreeSet<String> union = new TreeSet<>(Utf8Order.COMPARATOR);
            sets.forEach(matchers -> union.addAll(read.from(querier, matchers)));
            return new LabelList(new ArrayList<>(union));
        } catch (StorageException e) {
            throw QueryErrors.of(e);
        }
    }

    void answer(Response response, int limit) throws IOException {
        boolean truncated = limit > 0 && sorted.size() > limit;
        List<String> kept = truncated ? sorted.subList(0, limit) : sorted;
        List<String> warnings = truncated ? List.of(Envelope.TRUNCATED) : List.of();
        Envelope.write(response, out -> out.strings(kept), warnings, List.of());
    }
}
