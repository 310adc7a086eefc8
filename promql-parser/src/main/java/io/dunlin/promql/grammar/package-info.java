/**
 * Query step 1, its generated half: the lexer and parser that ANTLR generates from the grammar at build time, and {@code TokenMarks}, which the
 * generated parser asks where the grammar alone cannot decide. Imports ANTLR's runtime only; used by
 * {@code io.dunlin.promql.parser}.
 */
package io.dunlin.promql.grammar;
