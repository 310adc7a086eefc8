/**
 * What the server says about itself at {@code /metrics}, in Prometheus's text format. {@link
 * io.dunlin.server.metrics.MetricSource} is implemented beside each thing that is measured; nothing is kept between
 * scrapes. Imports the modules that are measured.
 */
package io.dunlin.server.metrics;
