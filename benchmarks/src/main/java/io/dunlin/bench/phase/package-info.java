/**
 * What the end-to-end harness measures, a class a phase: each starts fresh servers, feeds them, checks what they answer, and
 * returns measures. Imports {@code harness}, which knows how to do that, and {@code load}.
 */
package io.dunlin.bench.phase;
