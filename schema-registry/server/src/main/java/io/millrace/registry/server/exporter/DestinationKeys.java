package io.millrace.registry.server.exporter;

import io.millrace.names.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;

/**
 * The keys that the config of an exporter may have: what is read here, and what else Confluent's client for Java knows
 * (its {@code SchemaRegistryClientConfig}), as configs are taken along from there.
 */
public final class DestinationKeys {
    private static final List<String> READ = List.of(
            DestinationConfig.URL,
            DestinationConfig.BASIC_SOURCE,
            DestinationConfig.BASIC_USER,
            DestinationConfig.BEARER_SOURCE,
            DestinationConfig.BEARER_TOKEN,
            DestinationConfig.CONNECT_TIMEOUT,
            DestinationConfig.READ_TIMEOUT);
    /** Those of tokens that somebody issues mean nothing without OAUTHBEARER, which is refused. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "bearer.auth.issuer.endpoint.url",
            "bearer.auth.client.id",
            "bearer.auth.client.secret",
            "bearer.auth.scope",
            "bearer.auth.scope.claim.name",
            "bearer.auth.sub.claim.name",
            "bearer.auth.logical.cluster",
            "bearer.auth.identity.pool.id",
            "bearer.auth.cache.expiry.buffer.seconds",
            "bearer.auth.custom.provider.class",
            "missing.cache.size",
            "missing.id.cache.ttl.sec",
            "missing.version.cache.ttl.sec",
            "missing.schema.cache.ttl.sec",
            "max.retries",
            "retries.wait.ms",
            "retries.max.wait.ms");
    /** To pass over these would be to send schemas and secrets another way than the one that was asked for. */
    private static final String PROXY = "proxy.";

    private static final SortedSet<String> KNOWN = known();

    private DestinationKeys() {}

    private static SortedSet<String> known() {
        SortedSet<String> known = new TreeSet<>(READ);
        known.addAll(WITHOUT_EFFECT);
        // Those of them that are not supported are refused by DestinationTls, which says so.
        ConfigDef stores = new ConfigDef();
        SslConfigs.addClientSslSupport(stores);
        stores.names().forEach(name -> known.add(DestinationTls.PREFIX + name));
        return known;
    }

    /** What is wrong with the first key that no exporter has, and which one may be meant; empty if all are known. */
    public static Optional<String> unknown(Collection<String> keys) {
        return keys.stream()
                .filter(key -> !KNOWN.contains(key))
                .findFirst()
                .map(key -> key.startsWith(PROXY)
                        ? key + " is not supported: an exporter asks its destination directly; leave it out"
                        : "there is no key " + key + hint(key));
    }

    /** The prefix of stores is easily left out, or put in front of others. */
    private static String hint(String key) {
        String other = key.startsWith(DestinationTls.PREFIX)
                ? key.substring(DestinationTls.PREFIX.length())
                : DestinationTls.PREFIX + key;
        return KNOWN.contains(other) ? "; did you mean " + other + "?" : NearestName.hint(key, KNOWN);
    }
}
