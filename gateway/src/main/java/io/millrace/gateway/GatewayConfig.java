package io.millrace.gateway;

import io.millrace.acls.AuthorizerConfig;
import io.millrace.acls.PrincipalNames;
import io.millrace.gateway.consume.ReadLimits;
import io.millrace.gateway.events.StreamLimits;
import io.millrace.gateway.groups.GroupLimits;
import io.millrace.gateway.instances.Instances;
import io.millrace.gateway.kafka.ClientSettings;
import io.millrace.gateway.once.OnceConfig;
import io.millrace.http.ConfigException;
import io.millrace.http.NearestKey;
import io.millrace.http.PropertyReader;
import io.millrace.http.listen.ListenAddress;
import io.millrace.http.listen.ListenKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;

/**
 * All settings of a gateway, read from properties as Confluent's REST Proxy names them; a key that it does not know is
 * refused, with the nearest one named.
 *
 * @param requestBytes the largest body
 * @param bodiesBytes the largest sum of bodies that are in memory
 * @param once where answers to requests with keys are kept
 * @param registry the properties of the registry's client, if there is a registry
 */
record GatewayConfig(
        ListenAddress address,
        PrincipalNames names,
        AuthorizerConfig authorizer,
        int connections,
        int requestThreads,
        int requestBytes,
        int bodiesBytes,
        ReadLimits reads,
        StreamLimits streams,
        Instances.Limits instances,
        GroupLimits groups,
        ClientSettings clients,
        OnceConfig once,
        Optional<Map<String, String>> registry) {
    private static final String DEFAULT_LISTENER = "http://127.0.0.1:8082";
    private static final String REGISTRY = "schema.registry.";
    private static final String REGISTRY_TLS = "schema.registry.ssl.";
    private static final String REGISTRY_URL = "schema.registry.url";

    private static final Set<String> OWN = new TreeSet<>(Set.of(
            "bootstrap.servers",
            REGISTRY_URL,
            "schema.registry.basic.auth.credentials.source",
            "schema.registry.basic.auth.user.info",
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

    static GatewayConfig of(Map<String, String> properties) {
        properties.keySet().forEach(GatewayConfig::requireKnown);
        PropertyReader reader = new PropertyReader(properties);
        int requestBytes = reader.number("max.request.bytes", 4 << 20, 1024, 1 << 28);
        int bodiesBytes = reader.number("request.buffer.bytes", 32 << 20, 1024, 1 << 30);
        if (bodiesBytes < requestBytes) {
            throw new ConfigException("request.buffer.bytes=" + bodiesBytes + " is less than max.request.bytes="
                    + requestBytes + ", so that such a request would never be taken");
        }
        return new GatewayConfig(
                ListenAddress.of(properties, DEFAULT_LISTENER, "read and write every topic"),
                PrincipalNames.of(
                        ListenKeys.PRINCIPAL_RULES, reader.text(ListenKeys.PRINCIPAL_RULES, PrincipalNames.DEFAULT)),
                AuthorizerConfig.of(properties),
                reader.number("max.connections", 2_000, 1, 1_000_000),
                reader.number("request.threads", 16, 1, 1024),
                requestBytes,
                bodiesBytes,
                reads(reader),
                new StreamLimits(
                        reader.number("max.event.streams", 100, 1, 100_000),
                        reader.number("event.stream.heartbeat.ms", 15_000, 100, 600_000),
                        reader.number("event.stream.read.timeout.ms", 60_000, 1_000, 3_600_000),
                        reader.number("event.stream.life.ms", 3_600_000, 1_000, 86_400_000),
                        reader.number("event.stream.cluster.timeout.ms", 60_000, 10_000, 3_600_000)),
                new Instances.Limits(
                        reader.number("max.consumer.instances", 100, 1, 100_000),
                        reader.number("consumer.instance.timeout.ms", 300_000, 1_000, 86_400_000),
                        reader.number("consumer.request.timeout.ms", 1_000, 1, 30_000),
                        reads(reader).answerBytes()),
                new GroupLimits(
                        reader.number("max.group.members", 100, 1, 100_000),
                        reader.number("group.session.timeout.ms", 60_000, 6_000, 1_800_000),
                        reads(reader).answerBytes()),
                new ClientSettings(bootstrapServers(reader.required("bootstrap.servers")), clients(properties)),
                once(reader),
                registry(properties));
    }

    private static ReadLimits reads(PropertyReader reader) {
        int answerBytes = reader.number("consumer.request.max.bytes", 4 << 20, 1024, 1 << 28);
        int answersBytes = reader.number("response.buffer.bytes", 32 << 20, 1024, 1 << 30);
        if (answersBytes < answerBytes) {
            throw new ConfigException("response.buffer.bytes=" + answersBytes
                    + " is less than consumer.request.max.bytes=" + answerBytes
                    + ", so that such an answer would never be given");
        }
        return new ReadLimits(
                reader.number("max.consumers", 200, 1, 100_000),
                reader.number("consumer.threads", 4, 1, 1024),
                answerBytes,
                answersBytes);
    }

    private static OnceConfig once(PropertyReader reader) {
        int replicas = reader.number("idempotency.topic.replication.factor", -1, -1, Short.MAX_VALUE);
        return new OnceConfig(
                reader.text("idempotency.topic", "_gateway_results"),
                reader.number("idempotency.topic.partitions", 8, 1, 128),
                replicas < 1 ? Optional.empty() : Optional.of((short) replicas),
                reader.number("idempotency.retention.ms", 86_400_000, 1_000, Integer.MAX_VALUE),
                reader.number("idempotency.keys.max", 1_000_000, 1, 100_000_000));
    }

    private static void requireKnown(String key) {
        if (OWN.contains(key)) {
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
        boolean registrysTls = key.startsWith(REGISTRY_TLS)
                && SslConfigs.RECONFIGURABLE_CONFIGS.contains(key.substring(REGISTRY.length()));
        if (!registrysTls && !OWN.contains(key)) {
            throw NearestKey.refusal(key, OWN);
        }
    }

    private static Map<String, String> clients(Map<String, String> properties) {
        Map<String, String> found = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (!OWN.contains(key) && CLIENTS.keySet().stream().anyMatch(key::startsWith)) {
                found.put(key, value);
            }
        });
        return found;
    }

    private static Optional<Map<String, String>> registry(Map<String, String> properties) {
        if (!properties.containsKey(REGISTRY_URL)) {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(REGISTRY) && !key.equals(REGISTRY_URL)) {
                found.put(key.startsWith(REGISTRY_TLS) ? key : key.substring(REGISTRY.length()), value);
            }
        });
        found.put(REGISTRY_URL, properties.get(REGISTRY_URL));
        // A request waits for the registry, and others for its thread.
        found.put("http.connect.timeout.ms", "5000");
        found.put("http.read.timeout.ms", "10000");
        found.put("max.retries", "1");
        found.put("retries.wait.ms", "200");
        return Optional.of(found);
    }

    /** REST Proxy writes addresses as {@code PLAINTEXT://host:port}; clients want the rest only. */
    private static String bootstrapServers(String written) {
        return String.join(
                ",",
                java.util.Arrays.stream(written.split(","))
                        .map(each -> each.trim().replaceFirst("^[A-Z_]+://", ""))
                        .toList());
    }
}
