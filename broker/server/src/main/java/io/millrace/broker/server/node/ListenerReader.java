package io.millrace.broker.server.node;

import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.network.ListenerLimits;
import io.millrace.broker.server.node.ListenerSettings.Endpoint;
import io.millrace.broker.server.sasl.SaslSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one listener, and refuses what would let strangers in. */
final class ListenerReader {

    private static final Logger LOGGER = LoggerFactory.getLogger(ListenerReader.class);
    private static final String LISTENERS = "listeners";
    private static final String ANY_HOST = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";

    private final PropertyReader properties;
    private final boolean insecureIsFine;

    ListenerReader(PropertyReader properties, boolean insecureIsFine) {
        this.properties = properties;
        this.insecureIsFine = insecureIsFine;
    }

    /** @param told what {@code advertised.listeners} says of it, or null */
    ListenerSettings read(ListenerAddress address, SecurityProtocol protocol, ListenerAddress told) {
        var own = new ListenerProperties(properties, address.name());
        boolean tls = protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
        boolean sasl = protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL;
        Map<String, Object> keys = tls ? TlsProperties.read(own, address.name()) : Map.of();
        Optional<SaslSettings> conversation =
                sasl ? Optional.of(SaslProperties.read(own, address.name())) : Optional.empty();
        boolean authenticates = tls && (sasl || "required".equals(keys.get(TlsProperties.CLIENT_AUTH)));
        String host = host(address, protocol, told, authenticates);
        var limits = new ListenerLimits(
                own.own(BrokerConfigs.MAX_CONNECTIONS, ListenerLimits.NONE.maxConnections(), 1),
                own.own(BrokerConfigs.MAX_CONNECTION_CREATION_RATE, ListenerLimits.NONE.maxPerSecond(), 1));
        return new ListenerSettings(
                address.name(),
                protocol,
                host,
                address.port(),
                advertised(address, told, host),
                keys,
                conversation,
                limits);
    }

    /**
     * The address to bind. A listener that names no host and tells clients a loopback address, as Kafka's own example
     * does, can mean this machine alone.
     */
    private String host(
            ListenerAddress address, SecurityProtocol protocol, ListenerAddress told, boolean authenticates) {
        String host = address.host().isEmpty() ? ANY_HOST : address.host();
        if (authenticates || insecureIsFine || ListenerAddress.isLoopback(LISTENERS, host)) {
            return host;
        }
        if (address.host().isEmpty()
                && told != null
                && !told.host().isEmpty()
                && ListenerAddress.isLoopback("advertised.listeners", told.host())) {
            LOGGER.warn(
                    "A listener that does not authenticate is opened for this machine only, which is all that it"
                            + " advertises. listener={} host={}",
                    address.name(),
                    LOOPBACK);
            return LOOPBACK;
        }
        throw new ConfigException(LISTENERS, host, complaint(address.name(), protocol));
    }

    private static String complaint(String listener, SecurityProtocol protocol) {
        String why =
                switch (protocol) {
                    case PLAINTEXT -> "PLAINTEXT does not authenticate clients";
                    case SSL -> "SSL does not authenticate clients unless ssl.client.auth=required";
                    case SASL_PLAINTEXT ->
                        "SASL_PLAINTEXT shows passwords and records to everybody on the way,"
                                + " although it does authenticate clients";
                    case SASL_SSL -> "its clients cannot be trusted";
                };
        return "is reachable from other machines, and " + why + "; listen on a loopback address such as " + LOOPBACK
                + ", or use SASL_SSL, or SSL with ssl.client.auth=required. If you trust everybody who reaches the port,"
                + " add " + listener + " to insecure.listeners";
    }

    private static Optional<Endpoint> advertised(ListenerAddress address, ListenerAddress told, String host) {
        if (told != null && told.host().equals(ANY_HOST)) {
            throw new ConfigException(
                    "advertised.listeners",
                    ANY_HOST,
                    "is an address that no client can connect to; name the one that clients shall use");
        }
        if (told != null && !told.host().isEmpty()) {
            return Optional.of(new Endpoint(told.host(), told.port()));
        }
        if (!host.equals(ANY_HOST)) {
            return told == null ? Optional.empty() : Optional.of(new Endpoint(host, told.port()));
        }
        if (!address.host().isEmpty() && told == null) {
            throw new ConfigException(
                    LISTENERS,
                    host,
                    "is no address that clients can connect to; name the one that they shall use in"
                            + " advertised.listeners");
        }
        return Optional.of(new Endpoint(thisMachine(), told == null ? 0 : told.port()));
    }

    private static String thisMachine() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            throw new ConfigException(
                    LISTENERS,
                    "",
                    "names no host, and this machine does not know its own name; set advertised.listeners");
        }
    }
}
