package io.millrace.broker.network;

/**
 * Where one listener binds and what it tolerates.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param frames bounds on request frames
 * @param connections bounds on connections
 */
public record ListenerConfig(String host, int port, FrameLimits frames, ConnectionLimits connections) {}
