/**
 * The HTTP server: connections, routes, limits, error answers. It knows no endpoint; {@link io.dunlin.http.Endpoint} is
 * the door through which this module's own endpoints ({@code io.dunlin.http.endpoint}) and those of other modules come
 * in, all listed in one {@link io.dunlin.http.RouteTable}.
 *
 * <p>The path of a request: an I/O loop reads it ({@code ConnectionHandler}), collects the body within its limits
 * ({@code RequestBody}), finds the route, and hands an {@code Exchange} to a bounded pool ({@code WorkerPools}). A worker
 * calls the endpoint, which writes through {@link io.dunlin.http.Response}; full chunks go back to the I/O loop, and a
 * slow client makes the worker wait, not the memory grow. I/O loops never decode, append, sync or query.
 *
 * <p>Imports {@code io.dunlin.http.json} for error answers, and Netty.
 */
package io.dunlin.http;
