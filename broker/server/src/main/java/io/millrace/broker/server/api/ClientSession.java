package io.millrace.broker.server.api;

import io.millrace.broker.network.Connection;
import io.millrace.broker.network.Exchange;
import io.millrace.broker.network.RequestReceiver;
import io.millrace.broker.server.request.ClientSoftware;
import io.millrace.broker.server.sasl.SaslConversation;
import java.util.Optional;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/** One connection: the listener that it came to, and whom it speaks for. Lives on the connection's loop. */
public final class ClientSession implements RequestReceiver {

    private final RequestDispatcher dispatcher;
    private final ListenerGuard guard;
    private final Connection connection;

    /** Null where the listener has no SASL. */
    private final SaslConversation sasl;

    /** Null until a certificate has been looked at, where one is looked at. */
    private KafkaPrincipal principal;

    private final ClientSoftware software = new ClientSoftware();

    /** A client of this listener, who is nobody yet. */
    public ClientSession(RequestDispatcher dispatcher, ListenerGuard guard, Connection connection) {
        this.dispatcher = dispatcher;
        this.guard = guard;
        this.connection = connection;
        this.sasl = guard.sasl()
                .map(mechanisms ->
                        new SaslConversation(mechanisms, connection, exchange -> dispatcher.dispatch(exchange, this)))
                .orElse(null);
        this.principal = guard.certificates().isPresent() ? null : KafkaPrincipal.ANONYMOUS;
    }

    @Override
    public void received(Exchange exchange) {
        if (sasl != null) {
            sasl.received(exchange);
        } else if (principal != null || readCertificate(exchange)) {
            dispatcher.dispatch(exchange, this);
        }
    }

    /** The handshake is over when the first request is here. */
    private boolean readCertificate(Exchange exchange) {
        Optional<KafkaPrincipal> named =
                connection.tlsSession().flatMap(tls -> guard.certificates().flatMap(names -> names.principal(tls)));
        if (named.isEmpty()) {
            exchange.fail("no rule of ssl.principal.mapping.rules fits its certificate");
            return false;
        }
        principal = named.get();
        return true;
    }

    KafkaPrincipal principal() {
        return sasl != null ? sasl.principal() : principal;
    }

    ClientSoftware software() {
        return software;
    }

    String listener() {
        return guard.listener();
    }
}
