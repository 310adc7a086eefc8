/**
 * {@code dunlin tsdb …}: looks at the blocks of a data directory, Dunlin's or Prometheus's, that no server needs to have
 * open, and puts blocks into one. A directory in use may be looked at and imported into. The logic is the block format's
 * and the compaction's; here are only command lines, text and other tools' files. Imports {@code io.dunlin.tsdb}, {@code
 * io.dunlin.compaction}, the text reader of {@code io.dunlin.remotewrite} and, for selectors and number forms, the parser
 * and {@code io.dunlin.http.endpoint}.
 */
package io.dunlin.server.tsdb;
