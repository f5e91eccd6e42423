package io.millrace.hub.node;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a hub. {@code data.dir}, {@code roles}, {@code bootstrap.servers} and {@code schema.registry.url} are the
 * hub's own; {@code broker.*}, {@code registry.*} and {@code connect.*} go to that server without the prefix. A hub
 * with a single role takes that server's keys without a prefix as well, so that a stock properties file serves.
 *
 * @param dataFolder where everything that must survive a restart is kept
 * @param roles the servers to run
 * @param home the distribution, whose {@code plugins} folder Connect loads
 * @param servers for each role what the user set, by the server's own keys
 * @param bootstrapServers the brokers to use when this hub runs none, or null
 * @param registryUrl the registry to use when this hub runs none, or null
 */
public record HubConfig(
        Path dataFolder,
        Set<Role> roles,
        Path home,
        Map<Role, Map<String, String>> servers,
        String bootstrapServers,
        String registryUrl) {

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
        properties.forEach((key, value) -> assign(key, value, roles, servers));
        String bootstrapServers = properties.get("bootstrap.servers");
        if (!roles.contains(Role.BROKER) && bootstrapServers == null) {
            throw new IllegalArgumentException("bootstrap.servers: a hub without the broker role needs the address of"
                    + " the brokers; set bootstrap.servers=host:port, or add the broker role");
        }
        return new HubConfig(dataFolder, roles, home, servers, bootstrapServers, properties.get("schema.registry.url"));
    }

    private static void assign(String key, String value, Set<Role> roles, Map<Role, Map<String, String>> servers) {
        for (Role role : Role.values()) {
            String prefix = role.key() + ".";
            if (key.startsWith(prefix)) {
                if (!roles.contains(role)) {
                    throw new IllegalArgumentException(key + ": this hub does not run the role " + role.key()
                            + "; add it to roles, or drop the key");
                }
                servers.get(role).put(key.substring(prefix.length()), value);
                return;
            }
        }
        boolean own = Set.of("data.dir", "roles", "home", "bootstrap.servers", "schema.registry.url")
                .contains(key);
        if (own) {
            return;
        }
        if (roles.size() != 1) {
            throw new IllegalArgumentException(
                    "unknown key '" + key + "': a hub that runs several servers wants to know"
                            + " whose it is; write broker." + key + ", registry." + key + " or connect." + key);
        }
        servers.get(roles.iterator().next()).put(key, value);
    }
}
