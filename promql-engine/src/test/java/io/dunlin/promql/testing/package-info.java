/** What tests of the engine stand on: a storage that keeps its samples in plain lists. */
package io.dunlin.promql.testing;
