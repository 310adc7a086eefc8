/**
 * Data that are derived from others and only save time: with their file deleted, damaged or full the server answers the
 * same. {@link io.dunlin.server.derived.KeptLabelAnswers} decides what is worth keeping and opens the file when there is
 * something to keep, {@link io.dunlin.server.derived.AnswerFile} is a Chronicle Map with a proof that it is whole. On no
 * append and no select path. Imports the label answers of {@code io.dunlin.tsdb.block} and Chronicle Map.
 */
package io.dunlin.server.derived;
