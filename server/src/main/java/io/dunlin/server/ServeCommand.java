package io.dunlin.server;

import io.dunlin.compaction.RetentionPolicy;
import io.dunlin.promql.engine.EngineFeature;
import io.dunlin.promql.engine.EngineOptions;
import io.dunlin.server.config.Config;
import io.dunlin.server.config.ConfigException;
import io.dunlin.server.config.ConfigLoader;
import io.dunlin.server.config.PrometheusBytes;
import io.dunlin.server.config.PrometheusDuration;
import io.dunlin.server.log.LogLevel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
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
        abbreviateSynopsis = true,
        usageHelpWidth = 100)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    private static final Duration DEFAULT_RETENTION = Duration.ofDays(15);
    private static final Duration LONGEST_BLOCK = Duration.ofDays(31);

    /** Shorter epochs since 1970 would be more than an int counts. */
    private static final Duration SHORTEST_BLOCK = Duration.ofSeconds(1);

    private static final int BLOCKS_PER_RETENTION = 10;

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
            names = "--web.enable-admin-api",
            description = "Let clients delete series, clean tombstones and make snapshots (default: off).")
    private boolean adminApi;

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
            names = "--storage.tsdb.max-block-duration",
            paramLabel = "<duration>",
            converter = DurationConverter.class,
            description = "Longest range that blocks are merged into (default: a tenth of the retention, at most 31d).")
    private Duration maxBlockDuration;

    @Option(
            names = "--storage.tsdb.delay-compact-file.path",
            paramLabel = "<file>",
            description = "Thanos's thanos.shipper.json: blocks as cut that it does not list are not merged yet.")
    private Path delayCompactFile;

    @Option(
            names = "--storage.tsdb.retention.time",
            paramLabel = "<duration>",
            converter = DurationConverter.class,
            description = "How long samples are kept (default: 15d, without limit where only a size is given).")
    private Duration retentionTime;

    @Option(
            names = "--storage.tsdb.retention.size",
            paramLabel = "<size>",
            converter = BytesConverter.class,
            defaultValue = "0",
            description = "Most bytes that blocks, log and files of the head may take, for example 10GB; 0 for no"
                    + " limit (default: 0).")
    private Size retentionSize;

    @Option(
            names = "--storage.label-answers.max-entries",
            paramLabel = "<number>",
            defaultValue = "65536",
            description = "Most answers of blocks about labels that are kept, 0 for none (default: ${DEFAULT-VALUE}).")
    private long labelAnswers;

    @Mixin
    private HeadLimitFlags headLimits;

    @Mixin
    private GpuFlags gpu;

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
            names = "--query.max-samples",
            paramLabel = "<number>",
            defaultValue = "50000000",
            description = "Most samples that one query may hold in memory (default: ${DEFAULT-VALUE}).")
    private int maxSamples;

    @Option(
            names = "--query.max-memory",
            paramLabel = "<size>",
            converter = BytesConverter.class,
            description = "Most memory of the Java heap that one query may take (default: three eighths of the heap).")
    private Size maxQueryMemory;

    @Option(
            names = "--query.lookback-delta",
            paramLabel = "<duration>",
            converter = DurationConverter.class,
            defaultValue = "5m",
            description = "How far back a query looks for the newest sample of a series (default: ${DEFAULT-VALUE}).")
    private Duration lookbackDelta;

    @Option(
            names = "--enable-feature",
            paramLabel = "<feature>",
            split = ",",
            description = "Parts of PromQL that are off by default: ${COMPLETION-CANDIDATES}."
                    + " Other names are only warned of.",
            completionCandidates = FeatureNames.class)
    private List<String> features = List.of();

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
            DunlinServer server = start();
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

    /** Starts the server that the flags describe; returns when it is ready. */
    DunlinServer start() throws StartException {
        return DunlinServer.start(settings());
    }

    private ServerSettings settings() throws StartException {
        require(isPositive(queryTimeout), "--query.timeout must be positive");
        require(queryConcurrency > 0, "--query.max-concurrency must be positive: " + queryConcurrency);
        require(maxSamples > 0, "--query.max-samples must be positive: " + maxSamples);
        require(maxQueryMemory == null || maxQueryMemory.bytes() > 0, "--query.max-memory must be positive");
        require(isPositive(lookbackDelta), "--query.lookback-delta must be positive");
        FeatureList featureList = FeatureList.of(features);
        featureList.warnings().forEach(log::warn);
        EngineOptions engine = EngineOptions.defaults()
                .withTimeout(queryTimeout)
                .withMaxConcurrency(queryConcurrency)
                .withMaxSamples(maxSamples)
                .withMaxMemory(queryMemory())
                .withLookbackDelta(lookbackDelta)
                .withFeatures(featureList.engine());
        return new ServerSettings(
                config(), Optional.ofNullable(configFile), address, adminApi, storage(), engine, flags());
    }

    private long queryMemory() {
        return maxQueryMemory == null ? EngineOptions.defaults().maxMemory() : maxQueryMemory.bytes();
    }

    private ServerSettings.StorageSettings storage() {
        require(
                minBlockDuration.compareTo(SHORTEST_BLOCK) >= 0,
                "--storage.tsdb.min-block-duration must be at least 1s: " + minBlockDuration.toMillis() + "ms");
        Duration retention = retentionTime;
        if (retention == null) {
            retention = retentionSize.bytes() > 0 ? Duration.ZERO : DEFAULT_RETENTION;
        }
        Duration longest = maxBlockDuration == null ? longestBlock(retention) : maxBlockDuration;
        require(
                longest.compareTo(minBlockDuration) >= 0,
                "--storage.tsdb.max-block-duration must not be below --storage.tsdb.min-block-duration");
        require(labelAnswers >= 0, "--storage.label-answers.max-entries must not be negative: " + labelAnswers);
        headLimits.check(message -> require(false, message));
        return new ServerSettings.StorageSettings(
                dataPath,
                minBlockDuration,
                longest,
                Optional.ofNullable(delayCompactFile),
                new RetentionPolicy(retention.toMillis(), retentionSize.bytes()),
                headLimits.limits(),
                headLimits.memory(),
                labelAnswers);
    }

    private Duration longestBlock(Duration retention) {
        Duration part = retention.dividedBy(BLOCKS_PER_RETENTION);
        Duration longest = retention.isZero() || part.compareTo(LONGEST_BLOCK) > 0 ? LONGEST_BLOCK : part;
        return longest.compareTo(minBlockDuration) < 0 ? minBlockDuration : longest;
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
        if (value instanceof List<?> list) {
            return list.stream().map(ServeCommand::text).collect(Collectors.joining(","));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(ServeCommand::text).collect(Collectors.joining(","));
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
            ConfigLoader.Loaded file = configFile == null ? ConfigLoader.Loaded.none() : ConfigLoader.load(configFile);
            Config config = file.config();
            return new ConfigLoader.Loaded(
                    new Config(config.global(), config.storage(), gpu.over(config.gpu())), file.yaml());
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

    /** Bytes, printed as they are read. */
    record Size(long bytes) {
        @Override
        public String toString() {
            return PrometheusBytes.format(bytes);
        }
    }

    /** Reads {@code 10GB}. */
    static final class BytesConverter implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            try {
                return new Size(PrometheusBytes.parse(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** The names of all features, for the help. */
    static final class FeatureNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        FeatureNames() {
            for (EngineFeature feature : EngineFeature.values()) {
                add(feature.flag());
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
