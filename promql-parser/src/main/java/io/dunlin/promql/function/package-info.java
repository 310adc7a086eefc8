/**
 * The tables of the language: functions, aggregations, binary operators and the features that switch parts of it on. One
 * row holds every fact about its word, so that no other code asks for a word by name. Used by every other package of the
 * module and by the engine, which binds a kernel to each row. Imports nothing of the project.
 */
package io.dunlin.promql.function;
