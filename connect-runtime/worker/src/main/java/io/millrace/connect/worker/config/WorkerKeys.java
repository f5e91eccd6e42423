package io.millrace.connect.worker.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The keys that a worker knows, with Kafka Connect's defaults wherever it has them. */
final class WorkerKeys {

    /** Everything below these belongs to clients, plugins or the REST server. */
    static final List<String> OPEN_PREFIXES = List.of(
            "producer.",
            "consumer.",
            "admin.",
            "config.providers.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "config.storage.",
            "offset.storage.",
            "status.storage.",
            "listeners.https.",
            "metrics.context.",
            "metrics.jmx.",
            "rest.");

    private static final String HEADERS = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

    private WorkerKeys() {}

    static ConfigDef definition() {
        ConfigDef keys = new ConfigDef();
        storage(keys);
        cluster(keys);
        plugins(keys);
        patience(keys);
        BudgetConfig.define(keys);
        secrets(keys);
        server(keys);
        MetricsConfig.define(keys);
        PlacementConfig.define(keys);
        return keys;
    }

    /** Every key that may stand in a worker's properties without a prefix. */
    static Set<String> known() {
        Set<String> known = new TreeSet<>(definition().names());
        known.addAll(AdminClientConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        return known;
    }

    private static void storage(ConfigDef keys) {
        for (String topic : List.of("config", "offset", "status")) {
            keys.define(
                    topic + ".storage.topic",
                    ConfigDef.Type.STRING,
                    ConfigDef.Importance.HIGH,
                    "The " + topic + " topic.");
            keys.define(
                    topic + ".storage.replication.factor",
                    ConfigDef.Type.SHORT,
                    (short) -1,
                    ConfigDef.Importance.LOW,
                    "Replicas of the " + topic + " topic when it is created; -1 takes the broker's default.");
        }
        keys.define(
                "offset.storage.partitions",
                ConfigDef.Type.INT,
                25,
                ConfigDef.Importance.LOW,
                "Partitions of the offset topic.");
        keys.define(
                "status.storage.partitions",
                ConfigDef.Type.INT,
                5,
                ConfigDef.Importance.LOW,
                "Partitions of the status topic.");
        keys.define(
                "assignment.storage.topic",
                ConfigDef.Type.STRING,
                null,
                ConfigDef.Importance.LOW,
                "The topic in which the leader says who runs what; by default the config topic's name with -assignments.");
        positive(keys, "offset.flush.interval.ms", 60_000, "How often tasks commit offsets.");
        positive(keys, "offset.flush.timeout.ms", 5_000, "How long one commit of offsets may take.");
    }

    private static void cluster(ConfigDef keys) {
        keys.define("bootstrap.servers", ConfigDef.Type.LIST, ConfigDef.Importance.HIGH, "Where the log is.");
        keys.define(
                "group.id",
                ConfigDef.Type.STRING,
                ConfigDef.Importance.HIGH,
                "The group of workers that share the internal topics.");
        keys.define(
                "session.timeout.ms",
                ConfigDef.Type.INT,
                10_000,
                ConfigDef.Importance.HIGH,
                "When a silent worker counts as gone.");
        keys.define(
                "heartbeat.interval.ms",
                ConfigDef.Type.INT,
                3_000,
                ConfigDef.Importance.HIGH,
                "How often a worker says it is alive.");
        keys.define(
                "rebalance.timeout.ms",
                ConfigDef.Type.INT,
                60_000,
                ConfigDef.Importance.HIGH,
                "How long joining may take.");
        stock(keys);
        keys.define(
                ExactlyOnceSources.KEY,
                ConfigDef.Type.STRING,
                ExactlyOnceSources.AUTO.toString(),
                ConfigDef.CaseInsensitiveValidString.in(
                        ExactlyOnceSources.names().toArray(String[]::new)),
                ConfigDef.Importance.HIGH,
                "Which sources deliver exactly once: none (disabled, preparing), all (enabled), or those that can.");
    }

    /** What stock properties carry and this worker has no use for. */
    private static void stock(ConfigDef keys) {
        keys.define(
                "worker.sync.timeout.ms",
                ConfigDef.Type.INT,
                3_000,
                ConfigDef.Importance.MEDIUM,
                "Kept for stock properties.");
        keys.define(
                "worker.unsync.backoff.ms",
                ConfigDef.Type.INT,
                300_000,
                ConfigDef.Importance.MEDIUM,
                "Kept for stock properties.");
        keys.define(
                "scheduled.rebalance.max.delay.ms",
                ConfigDef.Type.INT,
                0,
                ConfigDef.Importance.LOW,
                "Kept for stock properties: work of a lost worker is placed again at once.");
        keys.define(
                "connect.protocol",
                ConfigDef.Type.STRING,
                "sessioned",
                ConfigDef.Importance.LOW,
                "Kept for stock properties.");
        for (String key : List.of(
                "inter.worker.key.generation.algorithm",
                "inter.worker.key.size",
                "inter.worker.signature.algorithm",
                "inter.worker.verification.algorithms")) {
            keys.define(key, ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, "Kept for stock properties.");
        }
    }

    private static void secrets(ConfigDef keys) {
        keys.define(
                "secrets.masked",
                ConfigDef.Type.BOOLEAN,
                true,
                ConfigDef.Importance.MEDIUM,
                "Whether the values of password keys are shown as [hidden] by every read.");
        keys.define(
                "secrets.refresh.interval.ms",
                ConfigDef.Type.LONG,
                60_000L,
                ConfigDef.Range.atLeast(0),
                ConfigDef.Importance.LOW,
                "How often references to config providers are looked up again, in milliseconds. 0: when the provider says.");
        keys.define(
                "connector.client.login.modules",
                ConfigDef.Type.STRING,
                null,
                ConfigDef.Importance.LOW,
                "Login modules that connectors may name in sasl.jaas.config; by default those of Kafka.");
        for (String key :
                List.of("connector.plugins.allowed", "connector.jdbc.schemes", "connector.jdbc.parameters.permitted")) {
            keys.define(key, ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, "What connectors may name.");
        }
    }

    private static void plugins(ConfigDef keys) {
        keys.define("key.converter", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The converter of record keys.");
        keys.define(
                "value.converter", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The converter of record values.");
        keys.define(
                "header.converter",
                ConfigDef.Type.STRING,
                HEADERS,
                ConfigDef.Importance.LOW,
                "The converter of record headers.");
        keys.define(
                "plugin.path", ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "Directories that hold plugins.");
        keys.define(
                "plugin.refresh.interval.ms",
                ConfigDef.Type.LONG,
                5_000L,
                ConfigDef.Range.atLeast(0),
                ConfigDef.Importance.LOW,
                "How often the plugin path is looked at for new, changed and removed plugins; 0 for never.");
        keys.define(
                "plugin.discovery",
                ConfigDef.Type.STRING,
                "hybrid_warn",
                ConfigDef.Importance.LOW,
                "How plugins are found.");
        keys.define(
                "config.providers", ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "Names of config providers.");
        keys.define(
                "connector.client.config.override.policy",
                ConfigDef.Type.STRING,
                "All",
                ConfigDef.Importance.MEDIUM,
                "Overrides.");
        keys.define(
                "connector.client.config.override.allowlist",
                ConfigDef.Type.STRING,
                "",
                ConfigDef.Importance.MEDIUM,
                "Overrides.");
        keys.define(
                "topic.creation.enable",
                ConfigDef.Type.BOOLEAN,
                true,
                ConfigDef.Importance.LOW,
                "Connectors may say how topics are.");
        keys.define(
                "topic.tracking.enable",
                ConfigDef.Type.BOOLEAN,
                true,
                ConfigDef.Importance.LOW,
                "Remember the topics in use.");
        keys.define(
                "topic.tracking.allow.reset",
                ConfigDef.Type.BOOLEAN,
                true,
                ConfigDef.Importance.LOW,
                "They may be forgotten.");
    }

    /** How long calls into plugins may take. */
    private static void patience(ConfigDef keys) {
        positive(keys, "task.shutdown.graceful.timeout.ms", 5_000, "How long a task may take to stop by itself.");
        positive(keys, "plugin.call.timeout.ms", 120_000, "When a call into a connector counts as hung.");
        positive(keys, "plugin.stuck.after.ms", 60_000, "When a call into a plugin is told of as stuck.");
        positive(keys, "plugin.stuck.transfer.after.ms", 300_000, "The same for poll, put and preCommit.");
    }

    private static void server(ConfigDef keys) {
        positive(keys, "inter.worker.key.ttl.ms", 3_600_000, "How long a worker signs its requests by one key.");
        for (String key : List.of(
                "listeners",
                "rest.advertised.host.name",
                "rest.advertised.port",
                "rest.advertised.listener",
                "rest.extension.classes",
                "admin.listeners",
                "access.control.allow.origin",
                "access.control.allow.methods",
                "response.http.headers.config")) {
            keys.define(key, ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, "Of the REST server.");
        }
    }

    /** Adds a number that is one or more. */
    static void positive(ConfigDef keys, String key, long preset, String documentation) {
        keys.define(
                key,
                ConfigDef.Type.LONG,
                preset,
                ConfigDef.Range.atLeast(1),
                ConfigDef.Importance.MEDIUM,
                documentation);
    }
}
