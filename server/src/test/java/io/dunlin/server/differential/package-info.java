/**
 * Asks a real Prometheus and Dunlin's engine the same random queries over the same generated data and compares the answers.
 * {@link io.dunlin.server.differential.DifferentialIT} is the door: data set, reference process, queries, comparison,
 * minimised differences, report. Described in docs/differential.md. Imports storage, receiver, parser and engine.
 */
package io.dunlin.server.differential;
