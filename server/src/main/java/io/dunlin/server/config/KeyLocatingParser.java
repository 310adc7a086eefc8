package io.dunlin.server.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Remembers where the newest key starts: Jackson's own errors name the place where reading stopped, which is often the
 * line below the mistake. Not thread-safe.
 */
final class KeyLocatingParser extends JsonParserDelegate {
    private JsonLocation newestKey;

    KeyLocatingParser(JsonParser parser) {
        super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            newestKey = super.currentTokenLocation();
        }
        return token;
    }

    /** Returns the first character of the newest key, or null before the first. */
    JsonLocation newestKey() {
        return newestKey;
    }
}
