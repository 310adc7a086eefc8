package io.dunlin.http;

/** The target of a request line, split: the path as sent and the query without its question mark. */
record RequestTarget(String path, String query) {
    /**
     * Splits a target in origin form ({@code /path?query}) or absolute form ({@code http://host/path?query}).
     *
     * @throws ApiException when it is neither
     */
    static RequestTarget parse(String uri) {
        String local = uri;
        int scheme = uri.indexOf("://");
        if (!uri.startsWith("/") && scheme > 0) {
            int slash = uri.indexOf('/', scheme + 3);
            local = slash < 0 ? "/" : uri.substring(slash);
        }
        int fragment = local.indexOf('#');
        local = fragment < 0 ? local : local.substring(0, fragment);
        if (!local.startsWith("/") && !uri.equals("*")) {
            throw new ApiException(ErrorType.BAD_DATA, "invalid request target: \"" + uri + "\"");
        }
        int question = local.indexOf('?');
        String path = question < 0 ? local : local.substring(0, question);
        // The whole path must decode, so that a broken escape is never a mere "not found".
        UrlDecoder.decode(path, false);
        return new RequestTarget(path, question < 0 ? "" : local.substring(question + 1));
    }
}
