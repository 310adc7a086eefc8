package io.dunlin.promql.parser;

/**
 * Something in the text that is no token.
 *
 * @param tokenIndex the token at which it was met; everything before is well formed
 * @param position where to point, an index of the query
 * @param reason what is wrong, in Prometheus's words
 */
record LexicalFault(int tokenIndex, int position, String reason) {}
