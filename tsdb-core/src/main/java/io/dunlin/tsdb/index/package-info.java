/**
 * Ingest step 3a of 6 and query step 2 of 5: what a table of series knows by label. Takes encoded label sets from {@code
 * io.dunlin.tsdb.head}, gives it slots; takes matchers from {@code io.dunlin.tsdb.query}, gives it sets of slots.
 *
 * <p>Everything that grows with the number of series lies off-heap: symbols ({@link io.dunlin.tsdb.index.SymbolTable}),
 * label sets ({@link io.dunlin.tsdb.index.LabelSets}), identities ({@link io.dunlin.tsdb.index.IdentityTable}) and
 * postings ({@link io.dunlin.tsdb.index.PostingsIndex}). {@link io.dunlin.tsdb.index.MatcherResolver} solves matchers over
 * any {@link io.dunlin.tsdb.index.LabelIndex}, in memory or in a block.
 *
 * <p>Thread rule of every structure here: one writer; any number of readers, each holding a {@link
 * io.dunlin.tsdb.index.Reclaimer.Pin} for as long as it reads. Replaced memory is freed when the pins older than the
 * replacement are gone. May import {@code io.dunlin.tsdb.model} and {@code io.dunlin.tsdb.memory}.
 */
package io.dunlin.tsdb.index;
