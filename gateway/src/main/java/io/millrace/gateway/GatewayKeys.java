package io.millrace.gateway;

import io.millrace.acls.AuthorizerConfig;
import io.millrace.http.ConfigException;
import io.millrace.http.NearestKey;
import io.millrace.http.listen.ListenKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which keys a gateway knows: its own, and those of Kafka's clients behind a prefix. */
final class GatewayKeys {
    private static final Set<String> OWN = new TreeSet<>(Set.of(
            "bootstrap.servers",
            "max.connections",
            "max.request.bytes",
            "request.buffer.bytes",
            "request.threads",
            "max.consumers",
            "consumer.threads",
            "consumer.request.max.bytes",
            "consumer.request.timeout.ms",
            "consumer.instance.timeout.ms",
            "max.consumer.instances",
            "max.group.members",
            "group.session.timeout.ms",
            "response.buffer.bytes",
            "max.event.streams",
            "max.write.sockets",
            "event.stream.heartbeat.ms",
            "event.stream.read.timeout.ms",
            "event.stream.life.ms",
            "event.stream.cluster.timeout.ms",
            "idempotency.topic",
            "idempotency.topic.partitions",
            "idempotency.topic.replication.factor",
            "idempotency.retention.ms",
            "idempotency.keys.max"));

    static {
        OWN.addAll(ListenKeys.known());
        OWN.addAll(AuthorizerConfig.known());
        OWN.addAll(RegistryKeys.OWN);
    }

    /** Whose keys stand behind a prefix. */
    private static final Map<String, Predicate<String>> CLIENTS = Map.of(
            "client.",
            key -> ProducerConfig.configNames().contains(key)
                    || ConsumerConfig.configNames().contains(key)
                    || AdminClientConfig.configNames().contains(key),
            "producer.",
            key -> ProducerConfig.configNames().contains(key),
            "consumer.",
            key -> ConsumerConfig.configNames().contains(key),
            "admin.",
            key -> AdminClientConfig.configNames().contains(key));

    /** What a 200 promises is not a setting; nor is what the gateway could not work with. */
    private static final Set<String> FIXED = Set.of(
            "acks",
            "enable.idempotence",
            "transactional.id",
            "bootstrap.servers",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "enable.auto.commit",
            "group.id");

    private GatewayKeys() {}

    /** Refuses a key that nobody knows, and names the nearest one. */
    static void requireKnown(String key) {
        if (OWN.contains(key) || RegistryKeys.areOfTls(key)) {
            return;
        }
        for (Map.Entry<String, Predicate<String>> each : CLIENTS.entrySet()) {
            String rest =
                    key.startsWith(each.getKey()) ? key.substring(each.getKey().length()) : "";
            if (FIXED.contains(rest)) {
                throw new ConfigException(key + " cannot be set: the gateway decides " + rest + " itself");
            }
            if (each.getValue().test(rest)) {
                return;
            }
        }
        throw NearestKey.refusal(key, OWN);
    }

    /** The properties of Kafka's clients, with their prefixes. */
    static Map<String, String> ofClients(Map<String, String> properties) {
        Map<String, String> found = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (!OWN.contains(key) && CLIENTS.keySet().stream().anyMatch(key::startsWith)) {
                found.put(key, value);
            }
        });
        return found;
    }
}
