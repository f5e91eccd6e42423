package io.millrace.registry.server;

import io.millrace.acls.AuthorizerConfig;
import io.millrace.acls.PrincipalNames;
import io.millrace.http.BootstrapServers;
import io.millrace.http.ConfigException;
import io.millrace.http.PropertyReader;
import io.millrace.http.access.SecretLetters;
import io.millrace.http.listen.ListenAddress;
import io.millrace.http.listen.ListenKeys;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.server.audit.AuditConfig;
import io.millrace.registry.server.http.LeaderPatience;
import io.millrace.registry.server.storage.ExporterStoreConfig;
import io.millrace.registry.server.storage.KeyStoreConfig;
import io.millrace.registry.server.storage.StoreConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All settings of a registry, one record per concern, read from properties as Confluent's registry names them. */
record RegistryConfig(
        ListenerConfig listener,
        AuthorizerConfig authorizer,
        StoreConfig store,
        KeyStoreConfig keys,
        ExporterStoreConfig exporters,
        CompatibilityLevel compatibilityLevel,
        boolean modesMayChange,
        LeaderPatience leaderPatience,
        int parsedSchemas,
        AuditConfig audit) {
    private static final String STORE = "kafkastore.";
    private static final String INSTANCE_SECRET = "inter.instance.secret";
    private static final int MAX_TIMEOUT_MS = 3_600_000;
    private static final String DEFAULT_LISTENER = "http://127.0.0.1:8081";

    static RegistryConfig of(Map<String, String> written) {
        Map<String, String> properties = new LinkedHashMap<>(written);
        moveAlias(properties, "bootstrap.servers", "kafkastore.bootstrap.servers");
        moveAlias(properties, "avro.compatibility.level", "schema.compatibility.level");
        KnownKeys.requireKnown(properties.keySet());
        PropertyReader reader = new PropertyReader(properties);
        String level = reader.text("schema.compatibility.level", "backward");
        StoreConfig store = store(reader, properties);
        KeyStoreConfig keys = keys(reader, store.topic());
        ExporterStoreConfig exporters = exporters(reader, Set.of(store.topic(), keys.topic()));
        return new RegistryConfig(
                listener(reader, properties),
                AuthorizerConfig.of(properties),
                store,
                keys,
                exporters,
                CompatibilityLevel.find(level)
                        .orElseThrow(() -> new ConfigException("schema.compatibility.level=" + level
                                + " is not a level; use one of " + Arrays.toString(CompatibilityLevel.values()))),
                reader.flag("mode.mutability", true),
                new LeaderPatience(
                        Duration.ofMillis(reader.number("leader.connect.timeout.ms", 5_000, 1, MAX_TIMEOUT_MS)),
                        Duration.ofMillis(reader.number("leader.read.timeout.ms", 60_000, 1, MAX_TIMEOUT_MS))),
                reader.number("schema.cache.size", 1000, 1, 1_000_000),
                audit(reader, Set.of(store.topic(), keys.topic(), exporters.configsTopic(), exporters.statesTopic())));
    }

    private static KeyStoreConfig keys(PropertyReader reader, String schemasTopic) {
        String topic = reader.text("dek.registry.topic", KeyStoreConfig.DEFAULT.topic());
        if (topic.equals(schemasTopic)) {
            throw new ConfigException(
                    "dek.registry.topic is " + topic + ", which holds the schemas; name another topic");
        }
        return new KeyStoreConfig(
                topic, reader.number("dek.registry.max.keys", KeyStoreConfig.DEFAULT.keysMax(), 1, 1_000_000));
    }

    private static ExporterStoreConfig exporters(PropertyReader reader, Set<String> taken) {
        ExporterStoreConfig otherwise = ExporterStoreConfig.DEFAULT;
        ExporterStoreConfig exporters = new ExporterStoreConfig(
                reader.text("exporter.configs.topic", otherwise.configsTopic()),
                reader.text("exporter.states.topic", otherwise.statesTopic()),
                reader.number("exporter.max.exporters", otherwise.exportersMax(), 1, 1_000));
        if (taken.contains(exporters.configsTopic())) {
            throw taken("exporter.configs.topic", exporters.configsTopic());
        }
        if (taken.contains(exporters.statesTopic()) || exporters.statesTopic().equals(exporters.configsTopic())) {
            throw taken("exporter.states.topic", exporters.statesTopic());
        }
        return exporters;
    }

    private static ConfigException taken(String key, String topic) {
        return new ConfigException(key + " is " + topic + ", which holds something else; name another topic");
    }

    private static AuditConfig audit(PropertyReader reader, Set<String> taken) {
        String topic = reader.text("audit.topic", "").trim();
        if (taken.contains(topic)) {
            throw new ConfigException("audit.topic is " + topic
                    + ", which holds the registry's schemas, keys or exporters; name another topic");
        }
        return new AuditConfig(
                topic,
                reader.flag("audit.required", true),
                reader.number("audit.timeout.ms", 5_000, 1, MAX_TIMEOUT_MS),
                reader.number("audit.queue.records", 1_000, 1, 1_000_000),
                reader.number("audit.denied.per.minute", 600, 0, 1_000_000));
    }

    private static void moveAlias(Map<String, String> properties, String alias, String name) {
        String value = properties.remove(alias);
        if (value != null) {
            properties.putIfAbsent(name, value);
        }
    }

    private static ListenerConfig listener(PropertyReader reader, Map<String, String> properties) {
        int requestBytes = reader.number("max.request.bytes", 4 << 20, 1024, 1 << 30);
        int bodiesBytes = reader.number("request.buffer.bytes", buffered(requestBytes), 1024, 1 << 30);
        if (bodiesBytes < requestBytes) {
            throw new ConfigException("request.buffer.bytes=" + bodiesBytes + " is less than max.request.bytes="
                    + requestBytes + ", so the largest bodies would never be taken; raise it");
        }
        return new ListenerConfig(
                ListenAddress.of(properties, DEFAULT_LISTENER, "change and delete schemas"),
                PrincipalNames.of(
                        ListenKeys.PRINCIPAL_RULES, reader.text(ListenKeys.PRINCIPAL_RULES, PrincipalNames.DEFAULT)),
                instanceSecret(properties),
                requestBytes,
                bodiesBytes,
                reader.number("max.connections", 10_000, 1, 1_000_000),
                reader.number("request.threads", 16, 1, 1024));
    }

    /** For several of the largest at once. */
    private static int buffered(int requestBytes) {
        return (int) Math.min(1 << 30, Math.max(32 << 20, 8L * requestBytes));
    }

    /** Never told, not even when it is wrong. */
    private static Optional<String> instanceSecret(Map<String, String> properties) {
        Optional<String> secret = Optional.ofNullable(properties.get(INSTANCE_SECRET));
        if (secret.isPresent() && secret.get().length() < SecretLetters.SECRET_LENGTH_MIN) {
            throw new ConfigException(INSTANCE_SECRET + " has fewer than " + SecretLetters.SECRET_LENGTH_MIN
                    + " characters, which could be guessed");
        }
        return secret;
    }

    private static StoreConfig store(PropertyReader reader, Map<String, String> properties) {
        Map<String, String> clients = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(STORE) && KnownKeys.isClientKey(key.substring(STORE.length()))) {
                clients.put(key.substring(STORE.length()), value);
            }
        });
        clients.remove("bootstrap.servers");
        return new StoreConfig(
                BootstrapServers.addresses(reader.required("kafkastore.bootstrap.servers")),
                reader.text("kafkastore.topic", "_schemas"),
                reader.number("kafkastore.topic.replication.factor", 3, 1, Short.MAX_VALUE),
                reader.number("kafkastore.timeout.ms", 10_000, 1, MAX_TIMEOUT_MS),
                reader.number("kafkastore.init.timeout.ms", 60_000, 1, MAX_TIMEOUT_MS),
                clients);
    }
}
