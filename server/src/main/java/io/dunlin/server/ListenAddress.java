package io.dunlin.server;

import java.net.InetSocketAddress;

/** Addresses to listen on, as Prometheus writes them: {@code :9090}, {@code 127.0.0.1:9090}, {@code [::1]:9090}. */
final class ListenAddress {
    private static final int MAX_PORT = 65_535;

    private ListenAddress() {}

    /**
     * Reads an address; without a host it means every interface.
     *
     * @throws IllegalArgumentException when it is none or its host is unknown
     */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        int port = port(text, colon < 0 ? "" : text.substring(colon + 1));
        if (host.isEmpty()) {
            return new InetSocketAddress(port);
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw invalid(text);
        }
        InetSocketAddress address =
                new InetSocketAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host: \"" + host + "\"");
        }
        return address;
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > MAX_PORT) {
            throw invalid(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "not a valid address: \"" + text + "\" (expected, for example, :9090, 127.0.0.1:9090 or [::1]:9090)");
    }

    /** Returns an address in the form that {@link #parse} reads. */
    static String text(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? ":" + address.getPort()
                : host(address) + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Returns the URL under which a browser on this machine reaches a server that listens on an address. */
    static String url(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress() ? "localhost" : host(address);
        return "http://" + host + ":" + address.getPort();
    }
}
