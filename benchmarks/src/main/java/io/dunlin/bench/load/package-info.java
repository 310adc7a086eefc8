/**
 * The load that every server is fed: seeded series and values in the shape of a GPU cluster that serves LLMs, written once
 * as compressed remote-write requests and then sent to each server byte for byte alike. Imports nothing of the project,
 * so that a mistake of ours can't hide in both the load and the server.
 */
package io.dunlin.bench.load;
