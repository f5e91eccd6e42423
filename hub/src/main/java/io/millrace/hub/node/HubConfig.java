package io.millrace.hub.node;

import io.millrace.names.NearestName;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a hub. {@code data.dir}, {@code roles}, {@code bootstrap.servers} and {@code schema.registry.url} are the
 * hub's own; {@code broker.*}, {@code registry.*}, {@code gateway.*} and {@code connect.*} go to that server without the
 * prefix. A hub with a single role takes that server's keys without a prefix as well, so that a stock properties file serves.
 *
 * @param dataFolder where everything that must survive a restart is kept
 * @param roles the servers to run
 * @param home the distribution, whose {@code plugins} folder Connect loads
 * @param servers for each role what the user set, by the server's own keys
 * @param prefixed for each role which of those keys the user wrote behind the role's prefix
 * @param bootstrapServers the brokers to use when this hub runs none, or null
 * @param registryUrl the registry to use when this hub runs none, or null
 */
public record HubConfig(
        Path dataFolder,
        Set<Role> roles,
        Path home,
        Map<Role, Map<String, String>> servers,
        Map<Role, Set<String>> prefixed,
        String bootstrapServers,
        String registryUrl) {

    private static final Set<String> OWN_KEYS =
            Set.of("data.dir", "roles", "home", "bootstrap.servers", "schema.registry.url");
    /** Names of Kafka that only look as if the hub's prefix stood before them. */
    private static final Set<String> BROKER_KEYS =
            Set.of("broker.id", "broker.rack", "broker.heartbeat.interval.ms", "broker.session.timeout.ms");
    /** By which key a server is told where the brokers are. */
    private static final Map<Role, String> BROKERS_OF = Map.of(
            Role.REGISTRY, "kafkastore.bootstrap.servers",
            Role.GATEWAY, "bootstrap.servers",
            Role.CONNECT, "bootstrap.servers");

    /** Names the keys of {@code role} as the user wrote them. */
    KeysAsWritten keysOf(Role role) {
        return new KeysAsWritten(role.prefix(), prefixed.get(role));
    }

    /** Parses properties; an unknown key or a contradiction is an {@link IllegalArgumentException}. */
    public static HubConfig from(Map<String, String> properties) {
        Set<Role> roles = Role.parse(properties.getOrDefault("roles", Role.all()));
        Path dataFolder = Path.of(properties.getOrDefault("data.dir", "data"))
                .toAbsolutePath()
                .normalize();
        Path home = Path.of(properties.getOrDefault("home", System.getProperty("millrace.home", ".")))
                .toAbsolutePath()
                .normalize();
        Map<Role, Map<String, String>> servers = new LinkedHashMap<>();
        roles.forEach(role -> servers.put(role, new LinkedHashMap<>()));
        Map<Role, Set<String>> prefixed = new EnumMap<>(Role.class);
        roles.forEach(role -> prefixed.put(role, new LinkedHashSet<>()));
        properties.forEach((key, value) -> assign(key, value, servers, prefixed));
        String bootstrapServers = properties.get("bootstrap.servers");
        String registryUrl = properties.get("schema.registry.url");
        refuseAddressOfOwnServer("bootstrap.servers", bootstrapServers, Role.BROKER, roles);
        refuseAddressOfOwnServer("schema.registry.url", registryUrl, Role.REGISTRY, roles);
        servers.forEach((role, own) -> {
            String key = BROKERS_OF.get(role);
            if (!roles.contains(Role.BROKER) && key != null && bootstrapServers == null && !own.containsKey(key)) {
                throw new IllegalArgumentException("bootstrap.servers: a hub without the broker role needs the address"
                        + " of the brokers; set bootstrap.servers=host:port, or add the broker role");
            }
        });
        return new HubConfig(dataFolder, roles, home, servers, prefixed, bootstrapServers, registryUrl);
    }

    private static void refuseAddressOfOwnServer(String key, String value, Role role, Set<Role> roles) {
        if (value != null && roles.contains(role)) {
            throw new IllegalArgumentException(key + ": this hub runs its own " + role.key()
                    + "; drop the key, or leave " + role.key() + " out of roles");
        }
    }

    private static void assign(
            String key, String value, Map<Role, Map<String, String>> servers, Map<Role, Set<String>> prefixed) {
        Set<Role> roles = servers.keySet();
        if (BROKER_KEYS.contains(key) && roles.contains(Role.BROKER)) {
            servers.get(Role.BROKER).put(key, value);
            return;
        }
        for (Role role : Role.values()) {
            String prefix = role.prefix();
            if (key.startsWith(prefix)) {
                if (!roles.contains(role)) {
                    throw new IllegalArgumentException(key + ": this hub does not run the role " + role.key()
                            + "; add it to roles, or drop the key");
                }
                String own = key.substring(prefix.length());
                servers.get(role).put(own, value);
                prefixed.get(role).add(own);
                return;
            }
        }
        if (OWN_KEYS.contains(key)) {
            return;
        }
        if (roles.size() != 1) {
            String hint = NearestName.hint(key, OWN_KEYS);
            throw new IllegalArgumentException("unknown key '" + key + "'"
                    + (hint.isEmpty()
                            ? ": a hub that runs several servers wants to know whose it is; write broker." + key
                                    + ", registry." + key + ", gateway." + key + " or connect." + key
                            : hint));
        }
        servers.get(roles.iterator().next()).put(key, value);
    }
}
