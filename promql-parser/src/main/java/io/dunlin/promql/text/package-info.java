/**
 * How numbers, strings, characters and durations are written so that they equal what Prometheus writes. Used by error
 * messages and the formatter. Imports nothing of the project.
 */
package io.dunlin.promql.text;
