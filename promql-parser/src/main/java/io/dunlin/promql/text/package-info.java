/**
 * How strings, characters, durations and rounded numbers are written so that they equal what Prometheus writes. Used by
 * error messages and the formatter. Imports {@link io.dunlin.promql.number}, which prints numbers in their shortest form.
 */
package io.dunlin.promql.text;
