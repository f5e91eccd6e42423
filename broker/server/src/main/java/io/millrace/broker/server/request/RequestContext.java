package io.millrace.broker.server.request;

import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.network.Peer;
import io.millrace.broker.server.wire.RequestHead;
import java.util.function.Consumer;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * Who asks, and how.
 *
 * @param head key, version and client id of the request
 * @param peer the client's address
 * @param principal whom the connection speaks for
 * @param listener the name of the listener that the client came to
 * @param software what the client says it is, on the loop
 * @param loop the loop of the connection, on which the handler is called
 * @param onDisconnect takes, while the handler is called, what to do on the loop if the client goes before the answer
 */
public record RequestContext(
        RequestHead head,
        Peer peer,
        KafkaPrincipal principal,
        String listener,
        ClientSoftware software,
        NetworkLoop loop,
        Consumer<Runnable> onDisconnect) {

    /** The version in which the request was asked and is answered. */
    public short version() {
        return head.apiVersion();
    }
}
