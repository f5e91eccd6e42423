package io.millrace.broker.server.api;

import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.network.Peer;
import io.millrace.broker.server.wire.RequestHead;

/**
 * Who asks, and how.
 *
 * @param head key, version and client id of the request
 * @param peer the client's address
 * @param loop the loop of the connection, on which the handler is called
 */
public record RequestContext(RequestHead head, Peer peer, NetworkLoop loop) {

    /** The version in which the request was asked and is answered. */
    public short version() {
        return head.apiVersion();
    }
}
