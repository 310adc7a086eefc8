/**
 * The end-to-end harness: starts each server as a process of its own on loopback with a fresh directory, feeds all the same
 * bytes, asks all the same questions, checks that they answer alike, and only then compares what it cost. Measures from
 * outside: CPU time and memory from {@code /proc}, latency at the client, bytes on disk.
 */
package io.dunlin.bench.harness;
