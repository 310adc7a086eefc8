/**
 * Prints floating-point numbers as Prometheus prints them, which is as Go does: the shortest digits that read back as the
 * same double. Used by the printer of expressions, by label values that the engine makes from samples, and by every
 * response of the HTTP API. Own arithmetic, because {@code Double.toString} gives digits too many on Java 17 (2e23).
 * Imports nothing of the project.
 */
package io.dunlin.promql.number;
