/**
 * How fast chunks are encoded and decoded, on one core. Run one with {@code java -cp benchmarks.jar org.openjdk.jmh.Main
 * XorDecode}.
 */
package io.dunlin.bench.chunk;
