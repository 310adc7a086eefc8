/**
 * Kills a server that takes writes, at moments chosen by what it does, and requires after each kill that everything it had
 * acknowledged is there and nothing else. The load comes from a process of its own ({@link
 * io.dunlin.server.kill.LoadClient}), which keeps the ledger; the killer follows the server's log to hit a phase.
 */
package io.dunlin.server.kill;
