/**
 * The door: {@link io.dunlin.tsdb.Tsdb} opens a data directory and gives out appenders and views. Wires the packages of the
 * core and has no logic of theirs; nothing of the core imports it.
 */
package io.dunlin.tsdb;
