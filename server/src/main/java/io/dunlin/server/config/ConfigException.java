package io.dunlin.server.config;

/** The configuration file cannot be used; the message names the file and, where there is one, the line and column. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
