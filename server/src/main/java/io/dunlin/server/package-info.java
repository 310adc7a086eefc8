/**
 * The program: command line, configuration, life cycle, self metrics. {@link io.dunlin.server.Main} reads the command
 * line, {@link io.dunlin.server.DunlinServer} opens the parts in one visible order and connects them; what the parts do
 * is theirs. The only package that knows all modules.
 */
package io.dunlin.server;
