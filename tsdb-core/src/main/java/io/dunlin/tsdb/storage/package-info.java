/**
 * The narrow waist: what writers ({@link io.dunlin.tsdb.storage.Appender}) and readers ({@link
 * io.dunlin.tsdb.storage.View}, {@link io.dunlin.tsdb.storage.Querier}) may know of the storage. Interfaces and plain
 * carriers only; imports {@code io.dunlin.tsdb.model} and nothing else of the project. Query engines import this package
 * and no other of the core.
 *
 * <p>Reading is bulk: a reader fills a {@link io.dunlin.tsdb.storage.SampleBuffer} with all samples of a series, and
 * labels are columns of numbers ({@link io.dunlin.tsdb.storage.LabelColumn}).
 */
package io.dunlin.tsdb.storage;
