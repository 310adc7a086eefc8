package io.dunlin.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Prints events as {@code time=… level=… source=… msg="…"}, each with one write. What a library finds worth an info line is
 * ours at debug. Thread-safe.
 */
final class LogfmtLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final Clock CLOCK = Clock.systemUTC();

    private static final String OURS = "io.dunlin.";

    private final String source;
    private final Level info;

    LogfmtLogger(String name) {
        this.name = name;
        this.source = name.substring(name.lastIndexOf('.') + 1);
        this.info = name.startsWith(OURS) ? Level.INFO : Level.DEBUG;
    }

    @Override
    public boolean isTraceEnabled() {
        return LogLevel.isLogged(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return LogLevel.isLogged(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return LogLevel.isLogged(info);
    }

    @Override
    public boolean isWarnEnabled() {
        return LogLevel.isLogged(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return LogLevel.isLogged(Level.ERROR);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        StringBuilder line = new StringBuilder(160);
        line.append("time=").append(CLOCK.instant().truncatedTo(ChronoUnit.MILLIS));
        line.append(" level=").append(level.name().toLowerCase(Locale.ROOT));
        line.append(" source=").append(source);
        line.append(" msg=");
        appendQuoted(line, MessageFormatter.basicArrayFormat(pattern, arguments));
        if (thrown != null) {
            line.append(" err=");
            appendQuoted(line, stackTrace(thrown));
        }
        print(line.append('\n'));
    }

    /** In UTF-8 whatever the platform's encoding is, in one call, so that lines of several threads do not mix. */
    private static void print(StringBuilder line) {
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    private static void appendQuoted(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> line.append(c < ' ' ? '?' : c);
            }
        }
        line.append('"');
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        try (PrintWriter writer = new PrintWriter(text)) {
            writer.print(thrown);
            for (Throwable at = thrown; at != null; at = at.getCause()) {
                if (at != thrown) {
                    writer.print("\ncaused by: " + at);
                }
                for (StackTraceElement element : at.getStackTrace()) {
                    writer.print("\n\tat " + element);
                }
            }
        }
        return text.toString();
    }
}
