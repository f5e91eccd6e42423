package io.millrace.broker.network;

/** Takes each request frame, on the loop of its connection, in the order of arrival. */
@FunctionalInterface
public interface RequestReceiver {

    /** Every exchange must be completed exactly once, later and from any thread if need be; it must not block. */
    void received(Exchange exchange);
}
