/**
 * Where the log lines of all modules go: an slf4j provider that prints one logfmt line an event to standard output, in
 * the form of Prometheus's own log. Imports slf4j only.
 */
package io.dunlin.server.log;
