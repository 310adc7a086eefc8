/**
 * The syntax tree of a query: immutable records under {@link io.dunlin.promql.ast.Expr} and, for the times inside
 * brackets and after {@code offset}, under {@link io.dunlin.promql.ast.DurationExpr}. Every node knows where it stands in
 * the query. Made by the parser, read by the type check, the formatter and the engine. Imports only
 * {@link io.dunlin.promql.function}.
 */
package io.dunlin.promql.ast;
