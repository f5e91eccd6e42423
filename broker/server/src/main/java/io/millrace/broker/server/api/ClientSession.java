package io.millrace.broker.server.api;

import io.millrace.broker.network.Exchange;
import io.millrace.broker.network.RequestReceiver;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/** One connection: the listener that it came to, and whom it speaks for. Lives on the connection's loop. */
public final class ClientSession implements RequestReceiver {

    private final RequestDispatcher dispatcher;
    private final String listener;

    /** A client of this listener, who is nobody yet. */
    public ClientSession(RequestDispatcher dispatcher, String listener) {
        this.dispatcher = dispatcher;
        this.listener = listener;
    }

    @Override
    public void received(Exchange exchange) {
        dispatcher.dispatch(exchange, this);
    }

    KafkaPrincipal principal() {
        return KafkaPrincipal.ANONYMOUS;
    }

    String listener() {
        return listener;
    }
}
