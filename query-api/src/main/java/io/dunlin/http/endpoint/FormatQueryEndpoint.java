package io.dunlin.http.endpoint;

import io.dunlin.http.Endpoint;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.promql.result.QueryException;
import java.io.IOException;

/** {@code /format_query}: prints an expression in the canonical layout. */
final class FormatQueryEndpoint implements Endpoint {
    private final QueryLanguage language;

    FormatQueryEndpoint(QueryLanguage language) {
        this.language = language;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        String formatted;
        try {
            formatted = language.format(request.parameters().get("query"));
        } catch (QueryException e) {
            throw QueryErrors.of(e);
        }
        Envelope.write(response, out -> out.json().string(formatted));
    }
}
