package io.dunlin.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which build this is. The build writes the values into {@code build.properties}. */
final class DunlinVersion implements IVersionProvider {
    private static final Properties PROPERTIES = load();

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = DunlinVersion.class.getResourceAsStream("build.properties")) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String version() {
        return PROPERTIES.getProperty("version");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "dunlin, version " + version(),
            "  java: " + Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")",
        };
    }
}
