/**
 * The end-to-end harness: starts each server as a process of its own on loopback with a fresh directory, feeds all the same
 * bytes, asks all the same questions, checks that they answer alike, and only then compares what it cost. Measures from
 * outside: CPU time and memory from {@code /proc}, latency at the client, bytes on disk. What is measured is in {@code
 * io.dunlin.bench.phase}; this package knows how, and may import {@code load} and {@code plot} only.
 */
package io.dunlin.bench.harness;
