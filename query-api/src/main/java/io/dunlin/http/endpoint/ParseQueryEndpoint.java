package io.dunlin.http.endpoint;

import io.dunlin.http.Endpoint;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import io.dunlin.http.json.JsonTree;
import io.dunlin.promql.result.QueryException;
import java.io.IOException;

/** {@code /parse_query}: the syntax tree of an expression. */
final class ParseQueryEndpoint implements Endpoint {
    private final QueryLanguage language;

    ParseQueryEndpoint(QueryLanguage language) {
        this.language = language;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Object tree;
        try {
            tree = AstTree.of(language.parse(request.parameters().get("query")));
        } catch (QueryException e) {
            throw QueryErrors.of(e);
        }
        Envelope.write(response, out -> JsonTree.write(tree, out.json()));
    }
}
