/**
 * A runner for Prometheus's test language for PromQL: scripts that load series, evaluate expressions and say what must
 * come out, annotations included. {@link io.dunlin.promql.promqltest.ScriptParser} reads a script, {@link
 * io.dunlin.promql.promqltest.ScriptRunner} runs it on a query engine and a storage. Written from the language's
 * documentation and behaviour; the third-party scripts are read from a directory outside the project.
 */
package io.dunlin.promql.promqltest;
