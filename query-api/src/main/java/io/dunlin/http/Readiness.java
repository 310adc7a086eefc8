package io.dunlin.http;

/** How far the server behind the port has come; routes that need data answer 503 unless it is {@link #READY}. */
public enum Readiness {
    STARTING,
    READY,
    STOPPING
}
