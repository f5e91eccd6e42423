package io.millrace.registry.server;

import io.millrace.acls.AuthorizerConfig;
import io.millrace.http.NearestKey;
import io.millrace.http.listen.ListenKeys;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The keys that a registry knows; a key that it does not know is refused, with the nearest one named. */
final class KnownKeys {
    private static final Set<String> OWN = new TreeSet<>(Set.of(
            "inter.instance.secret",
            "max.connections",
            "max.request.bytes",
            "request.buffer.bytes",
            "request.threads",
            "bootstrap.servers",
            "kafkastore.bootstrap.servers",
            "kafkastore.topic",
            "kafkastore.topic.replication.factor",
            "kafkastore.timeout.ms",
            "kafkastore.init.timeout.ms",
            "schema.compatibility.level",
            "schema.cache.size",
            "leader.connect.timeout.ms",
            "leader.read.timeout.ms",
            "mode.mutability",
            "dek.registry.topic",
            "dek.registry.max.keys",
            "exporter.configs.topic",
            "exporter.states.topic",
            "exporter.max.exporters",
            "audit.topic",
            "audit.required",
            "audit.timeout.ms",
            "audit.queue.records",
            "audit.denied.per.minute"));

    static {
        OWN.addAll(ListenKeys.known());
        OWN.addAll(AuthorizerConfig.known());
    }

    private KnownKeys() {}

    static void requireKnown(Collection<String> keys) {
        for (String key : keys) {
            boolean client = key.startsWith("kafkastore.") && isClientKey(key.substring("kafkastore.".length()));
            if (!OWN.contains(key) && !client) {
                throw NearestKey.refusal(key, OWN);
            }
        }
    }

    /** Whether Kafka's own clients know the key, as with {@code kafkastore.security.protocol}. */
    static boolean isClientKey(String key) {
        return ConsumerConfig.configNames().contains(key)
                || ProducerConfig.configNames().contains(key)
                || AdminClientConfig.configNames().contains(key);
    }
}
