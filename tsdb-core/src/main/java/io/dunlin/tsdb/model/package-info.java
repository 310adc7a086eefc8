/**
 * The values that cross the interfaces: label sets, matchers, histograms, exemplars, metadata. Immutable, without
 * behaviour of any layer; imports nothing of the project.
 */
package io.dunlin.tsdb.model;
