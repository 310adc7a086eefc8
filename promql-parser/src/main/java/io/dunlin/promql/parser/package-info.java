/**
 * Query step 1: text in, checked {@link io.dunlin.promql.ast.Expr} out. {@link io.dunlin.promql.parser.PromqlParser} is the
 * door. Behind it: tokens, of which the first bad one is put into words; the generated parser, whose first fault is put
 * into words; the builder, which only builds; then {@link io.dunlin.promql.check.TypeChecker}. Only this package knows the
 * generated grammar.
 */
package io.dunlin.promql.parser;
