package io.dunlin.server;

import io.dunlin.server.config.ConfigException;
import io.dunlin.server.config.ConfigLoader;
import io.dunlin.server.config.PrometheusDuration;
import io.dunlin.server.log.LogLevel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dunlin serve}: the flags, with Prometheus's names, meanings and defaults. */
@Command(
        name = "serve",
        description = "Starts the server: receives samples over remote-write, scrapes GPUs, answers queries.",
        mixinStandardHelpOptions = true,
        versionProvider = DunlinVersion.class,
        sortOptions = false,
        usageHelpWidth = 100)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config.file",
            paramLabel = "<file>",
            description = "Configuration file. Without one, everything has its default.")
    private Path configFile;

    @Option(
            names = "--web.listen-address",
            paramLabel = "<address>",
            converter = AddressConverter.class,
            defaultValue = ":9090",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress address;

    @Option(
            names = "--storage.tsdb.path",
            paramLabel = "<directory>",
            defaultValue = "data",
            description = "Directory of the data (default: ${DEFAULT-VALUE}).")
    private Path dataPath;

    @Option(
            names = "--storage.tsdb.min-block-duration",
            paramLabel = "<duration>",
            converter = DurationConverter.class,
            defaultValue = "2h",
            description = "Range of data time that becomes one block (default: ${DEFAULT-VALUE}).")
    private Duration minBlockDuration;

    @Option(
            names = "--query.timeout",
            paramLabel = "<duration>",
            converter = DurationConverter.class,
            defaultValue = "2m",
            description = "Longest evaluation of a query (default: ${DEFAULT-VALUE}).")
    private Duration queryTimeout;

    @Option(
            names = "--query.max-concurrency",
            paramLabel = "<number>",
            defaultValue = "20",
            description = "Most queries evaluated at once (default: ${DEFAULT-VALUE}).")
    private int queryConcurrency;

    @Option(
            names = "--query.lookback-delta",
            paramLabel = "<duration>",
            converter = DurationConverter.class,
            defaultValue = "5m",
            description = "How far back a query looks for the newest sample of a series (default: ${DEFAULT-VALUE}).")
    private Duration lookbackDelta;

    @Option(
            names = "--log.level",
            paramLabel = "<level>",
            converter = LevelConverter.class,
            defaultValue = "info",
            description = "Least severe level to log: debug, info, warn or error (default: ${DEFAULT-VALUE}).")
    private LogLevel logLevel;

    @Override
    public Integer call() throws StartException, InterruptedException {
        LogLevel.set(logLevel);
        ShutdownSignal signal = ShutdownSignal.install();
        boolean clean = false;
        try {
            DunlinServer server = DunlinServer.start(settings());
            signal.await();
            log.info("Stopping");
            server.close();
            log.info("Stopped");
            clean = true;
        } finally {
            signal.end(clean);
        }
        return 0;
    }

    private ServerSettings settings() throws StartException {
        require(isPositive(minBlockDuration), "--storage.tsdb.min-block-duration must be positive");
        require(isPositive(queryTimeout), "--query.timeout must be positive");
        require(queryConcurrency > 0, "--query.max-concurrency must be positive: " + queryConcurrency);
        require(isPositive(lookbackDelta), "--query.lookback-delta must be positive");
        return new ServerSettings(
                config(), address, dataPath, minBlockDuration, queryTimeout, queryConcurrency, lookbackDelta, flags());
    }

    /** Returns every flag that was given or has a default, under its name without dashes. */
    private SortedMap<String, String> flags() {
        SortedMap<String, String> flags = new TreeMap<>();
        for (OptionSpec option : spec.options()) {
            Object value = option.getValue();
            if (!option.usageHelp() && !option.versionHelp()) {
                flags.put(option.longestName().substring(2), text(value));
            }
        }
        return flags;
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return PrometheusDuration.format(duration);
        }
        if (value instanceof InetSocketAddress socket) {
            return ListenAddress.text(socket);
        }
        return value == null ? "" : value.toString();
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private ConfigLoader.Loaded config() throws StartException {
        try {
            return configFile == null ? ConfigLoader.Loaded.none() : ConfigLoader.load(configFile);
        } catch (ConfigException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /** Reads {@code 5m}. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return PrometheusDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code :9090}. */
    static final class AddressConverter implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            try {
                return ListenAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code info}. */
    static final class LevelConverter implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String text) {
            for (LogLevel level : LogLevel.values()) {
                if (level.toString().equals(text)) {
                    return level;
                }
            }
            throw new TypeConversionException(
                    "not a valid level: \"" + text + "\" (expected debug, info, warn or error)");
        }
    }
}
