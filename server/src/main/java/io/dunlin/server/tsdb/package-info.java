/**
 * {@code dunlin tsdb …}: looks at the blocks of a data directory, Dunlin's or Prometheus's, that no server needs to have
 * open. Reads only: a directory in use may be looked at too. The logic is the block format's; here are only command lines
 * and text. Imports {@code io.dunlin.tsdb} and, for selectors and number forms, the parser and {@code io.dunlin.http.endpoint}.
 */
package io.dunlin.server.tsdb;
