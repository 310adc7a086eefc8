package io.dunlin.server;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the flags that most servers are started with, each as {@code --name=value}, without picocli: loading that and having
 * it look at the annotations of every command took a third of the time in which an empty server starts. What is not among
 * them, or makes no sense, is left to picocli, which reads the command line from its begin and says what is wrong.
 */
final class PlainFlags {
    private PlainFlags() {}

    /** Returns the command with its flags, nothing where this is not for {@code dunlin serve} with such flags only. */
    static Optional<ServeCommand> read(String... args) {
        if (args.length == 0 || !args[0].equals("serve")) {
            return Optional.empty();
        }
        ServeCommand command = ServeCommand.withDefaults(args);
        Set<String> names = new HashSet<>();
        try {
            for (int i = 1; i < args.length; i++) {
                int equals = args[i].indexOf('=');
                String name = equals < 0 ? "" : args[i].substring(0, equals);
                if (!names.add(name) || !set(command, name, args[i].substring(equals + 1))) {
                    return Optional.empty();
                }
            }
            command.check();
            return Optional.of(command);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean set(ServeCommand command, String name, String value) {
        return !name.isEmpty() && !value.isEmpty() && command.set(name, value);
    }
}
