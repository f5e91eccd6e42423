package io.millrace.hub.node;

import java.util.Map;

/**
 * What the other servers of a hub need when every listener of its own broker asks for credentials: the hub has none of
 * its own, so the user gives each server those that it shall use.
 */
final class BrokerCredentials {

    private static final String OPEN = "PLAINTEXT";

    /** What stands before the keys of Kafka's clients. */
    private static final Map<Role, String> CLIENT_KEYS =
            Map.of(Role.REGISTRY, "kafkastore.", Role.GATEWAY, "client.", Role.CONNECT, "");

    private BrokerCredentials() {}

    /** Refuses a server that could not reach the broker, with the keys to set. */
    static void require(HubConfig config, String securityProtocol) {
        if (securityProtocol.equals(OPEN)) {
            return;
        }
        config.servers().forEach((role, own) -> {
            String prefix = CLIENT_KEYS.get(role);
            if (prefix != null && !own.containsKey(prefix + "security.protocol")) {
                String keys = role.key() + "." + prefix;
                throw new IllegalArgumentException("the broker's listeners all ask for credentials, and " + role.key()
                        + " has none; set " + keys + "security.protocol=" + securityProtocol + " and, as its listener"
                        + " asks, " + keys + "sasl.mechanism, " + keys + "sasl.jaas.config, " + keys
                        + "ssl.truststore.location and the like, or give the broker one more listener,"
                        + " PLAINTEXT on a loopback address");
            }
        });
    }
}
