package io.dunlin.server.log;

import java.util.Locale;
import org.slf4j.event.Level;

/** What is logged: the level and everything more severe. */
public enum LogLevel {
    DEBUG(Level.DEBUG),
    INFO(Level.INFO),
    WARN(Level.WARN),
    ERROR(Level.ERROR);

    private static volatile LogLevel current = INFO;

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    /** Sets what the whole process logs from now on. */
    public static void set(LogLevel level) {
        current = level;
    }

    static boolean isLogged(Level event) {
        return event.toInt() >= current.level.toInt();
    }

    /** Returns the level as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
