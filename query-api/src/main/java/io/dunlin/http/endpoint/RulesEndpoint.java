package io.dunlin.http.endpoint;

import io.dunlin.http.ApiException;
import io.dunlin.http.Endpoint;
import io.dunlin.http.Parameters;
import io.dunlin.http.Request;
import io.dunlin.http.Response;
import java.io.IOException;
import java.util.Locale;

/** {@code /rules}: this server evaluates no rules, so every right question is answered with no group. */
final class RulesEndpoint implements Endpoint {
    private final QueryLanguage language;

    RulesEndpoint(QueryLanguage language) {
        this.language = language;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        Parameters parameters = request.parameters();
        ApiParameters.matcherSets(parameters, language);
        checkType(parameters.get("type").toLowerCase(Locale.ROOT));
        checkExcludeAlerts(parameters.get("exclude_alerts").toLowerCase(Locale.ROOT));
        checkPage(parameters.get("group_limit"), parameters.get("group_next_token"));
        Envelope.write(
                response,
                out -> out.json()
                        .beginObject()
                        .key("groups")
                        .beginArray()
                        .endArray()
                        .endObject());
    }

    private static void checkType(String type) {
        if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
            throw ApiException.invalidParameter("type", "not supported value " + GoNumber.quote(type));
        }
    }

    private static void checkExcludeAlerts(String value) {
        try {
            if (!value.isEmpty()) {
                GoNumber.bool(value);
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidParameter("exclude_alerts", "error converting exclude_alerts: " + e.getMessage());
        }
    }

    private static void checkPage(String limit, String token) {
        if (limit.isEmpty() && token.isEmpty()) {
            return;
        }
        if (limit.isEmpty()) {
            throw ApiException.invalidParameter(
                    "group_next_token", "group_limit needs to be present in order to paginate over the groups");
        }
        long most;
        try {
            most = GoNumber.integer(limit);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalidParameter(
                    "group_limit", "group_limit needs to be a valid number: " + e.getMessage());
        }
        if (most <= 0) {
            throw ApiException.invalidParameter("group_limit", "group_limit needs to be greater than 0");
        }
        if (!token.isEmpty()) {
            throw ApiException.invalidParameter(
                    "group_next_token", "invalid group_next_token '" + token + "'. were rule groups changed?");
        }
    }
}
