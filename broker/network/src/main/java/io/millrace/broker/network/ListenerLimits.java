package io.millrace.broker.network;

/**
 * Bounds on the connections of one listener; those of the whole broker, {@link ConnectionLimits}, hold as well.
 *
 * @param maxConnections open connections; one more is closed at once
 * @param maxPerSecond new connections in a second; more of them wait to be accepted
 */
public record ListenerLimits(int maxConnections, int maxPerSecond) {

    /** The broker's bounds alone. */
    public static final ListenerLimits NONE = new ListenerLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
