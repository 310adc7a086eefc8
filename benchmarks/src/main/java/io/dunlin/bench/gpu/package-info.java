/** Measures {@code io.dunlin.gpu}: what a scrape costs beyond the driver's own time. */
package io.dunlin.bench.gpu;
