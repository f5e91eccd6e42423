package io.millrace.broker.network;

/** Gives each accepted connection a receiver of its own, which may remember whom the connection speaks for. */
@FunctionalInterface
public interface ReceiverFactory {

    /** Called on the connection's loop before its first request; must not block. */
    RequestReceiver opened(Connection connection);
}
