package io.millrace.gateway;

import io.millrace.http.ConfigException;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.any.AnyFormat;
import io.millrace.registry.serde.any.AnySchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.SslConfigs;

/** The keys by which a gateway is told of the schema registry. */
final class RegistryKeys {
    private static final String PREFIX = "schema.registry.";
    private static final String TLS = "schema.registry.ssl.";
    private static final String URL = "schema.registry.url";

    /** Those that are written in full; those of TLS are Kafka's. */
    static final Set<String> OWN = Set.of(
            URL,
            "schema.registry.basic.auth.credentials.source",
            "schema.registry.basic.auth.user.info",
            "schema.registry.bearer.auth.credentials.source",
            "schema.registry.bearer.auth.token",
            "schema.registry.bearer.auth.token.file",
            "schema.registry.bearer.auth.issuer.endpoint.url",
            "schema.registry.bearer.auth.client.id",
            "schema.registry.bearer.auth.client.secret",
            "schema.registry.bearer.auth.scope",
            "schema.registry.bearer.auth.scope.claim.name",
            "schema.registry.bearer.auth.sub.claim.name",
            "schema.registry.bearer.auth.cache.expiry.buffer.seconds",
            "schema.registry.bearer.auth.logical.cluster",
            "schema.registry.bearer.auth.identity.pool.id");

    private RegistryKeys() {}

    /** Whether a key is one of TLS. */
    static boolean areOfTls(String key) {
        return key.startsWith(TLS) && SslConfigs.RECONFIGURABLE_CONFIGS.contains(key.substring(PREFIX.length()));
    }

    /** A client of the registry, if there is one; fails when it cannot be made of the properties. */
    static Optional<RegistryClient<AnySchema>> client(Optional<Map<String, String>> settings) {
        try {
            return settings.map(RegistryClientConfig::of).map(each -> new RegistryClient<>(each, AnyFormat.ANY));
        } catch (org.apache.kafka.common.config.ConfigException e) {
            // It knows its keys without the prefix.
            throw new ConfigException("of " + PREFIX + "*: " + e.getMessage());
        }
    }

    /** The properties of the registry's client; empty if there is no registry. */
    static Optional<Map<String, String>> settings(Map<String, String> properties) {
        if (!properties.containsKey(URL)) {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX) && !key.equals(URL)) {
                found.put(key.startsWith(TLS) ? key : key.substring(PREFIX.length()), value);
            }
        });
        found.put(URL, properties.get(URL));
        // A request waits for the registry, and others for its thread.
        found.put("http.connect.timeout.ms", "5000");
        found.put("http.read.timeout.ms", "10000");
        found.put("max.retries", "1");
        found.put("retries.wait.ms", "200");
        return Optional.of(found);
    }
}
