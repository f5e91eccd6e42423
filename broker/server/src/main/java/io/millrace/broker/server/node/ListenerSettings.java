package io.millrace.broker.server.node;

import io.millrace.broker.network.ListenerLimits;
import io.millrace.broker.server.sasl.SaslSettings;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * One listener: where it is, what clients are told, and how they authenticate.
 *
 * @param name the listener's name, in capitals
 * @param protocol what is spoken on it
 * @param host the address that is bound
 * @param port the port that is bound, 0 for any free one
 * @param advertised the address that clients are told, if it is another one
 * @param tls {@code ssl.*}, parsed; empty without TLS
 * @param sasl present with SASL
 * @param limits {@code max.connections} and {@code max.connection.creation.rate} of this listener
 */
record ListenerSettings(
        String name,
        SecurityProtocol protocol,
        String host,
        int port,
        Optional<Endpoint> advertised,
        Map<String, Object> tls,
        Optional<SaslSettings> sasl,
        ListenerLimits limits) {

    /** A host and a port. */
    record Endpoint(String host, int port) {}

    boolean encrypts() {
        return protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
    }

    String advertisedHost() {
        return advertised.map(Endpoint::host).orElse(host);
    }

    /** The advertised port; 0 stands for the one that was bound. */
    int advertisedPort(int boundPort) {
        return advertised.map(Endpoint::port).filter(told -> told != 0).orElse(boundPort);
    }

    /** Without the settings of keys. */
    @Override
    public String toString() {
        return "ListenerSettings[" + name + ", " + protocol + ", " + host + ":" + port + "]";
    }
}
