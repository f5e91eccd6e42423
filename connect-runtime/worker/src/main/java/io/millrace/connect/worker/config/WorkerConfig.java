package io.millrace.connect.worker.config;

import io.millrace.names.NearestName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/**
 * The properties of a worker, checked and sorted by concern. An unknown key is an error that names the nearest known
 * one, because a misspelled key is otherwise found only when its default hurts.
 */
public final class WorkerConfig {

    private static final Set<String> OWN_STORAGE_KEYS = Set.of("topic", "partitions", "replication.factor");

    private final Map<String, String> originals;
    private final Map<String, Object> values;

    private WorkerConfig(Map<String, String> originals, Map<String, Object> values) {
        this.originals = originals;
        this.values = values;
    }

    /** Checks {@code properties} and fills in the defaults. */
    public static WorkerConfig parse(Map<String, String> properties) {
        refuseUnknown(properties);
        return new WorkerConfig(
                Collections.unmodifiableMap(new TreeMap<>(properties)),
                WorkerKeys.definition().parse(properties));
    }

    /** The properties as given. */
    public Map<String, String> originals() {
        return originals;
    }

    public InternalTopicConfig configTopic() {
        return topic("config", 1);
    }

    public InternalTopicConfig offsetTopic() {
        return topic("offset", (Integer) values.get("offset.storage.partitions"));
    }

    public InternalTopicConfig statusTopic() {
        return topic("status", (Integer) values.get("status.storage.partitions"));
    }

    /** Ours alone, since stock workers complain about unknown keys in the config topic. */
    public InternalTopicConfig assignmentTopic() {
        InternalTopicConfig configs = configTopic();
        String name = (String) values.get("assignment.storage.topic");
        return new InternalTopicConfig(
                name == null ? configs.name() + "-assignments" : name, 1, configs.replicationFactor(), configs.extra());
    }

    public FlushConfig flush() {
        return new FlushConfig(
                (Long) values.get("offset.flush.interval.ms"), (Long) values.get("offset.flush.timeout.ms"));
    }

    public StuckConfig stuck() {
        return new StuckConfig(
                (Long) values.get("plugin.stuck.after.ms"), (Long) values.get("plugin.stuck.transfer.after.ms"));
    }

    public BudgetConfig budget() {
        return BudgetConfig.of((Long) values.get(BudgetConfig.TASK_KEY), (Long) values.get(BudgetConfig.WORKER_KEY));
    }

    public StopConfig stop() {
        return new StopConfig(
                (Long) values.get("task.shutdown.graceful.timeout.ms"), (Long) values.get("plugin.call.timeout.ms"));
    }

    public GroupConfig group() {
        return new GroupConfig(
                (String) values.get("group.id"),
                (Integer) values.get("session.timeout.ms"),
                (Integer) values.get("heartbeat.interval.ms"),
                (Integer) values.get("rebalance.timeout.ms"));
    }

    @SuppressWarnings("unchecked") // A key of type LIST.
    public MetricsConfig metrics() {
        return new MetricsConfig(
                (List<String>) values.get("metric.reporters"),
                (Integer) values.get("metrics.num.samples"),
                (Long) values.get("metrics.sample.window.ms"),
                (String) values.get("metrics.recording.level"),
                (Long) values.get("metrics.lag.interval.ms"));
    }

    public ExactlyOnceSources exactlyOnceSources() {
        return ExactlyOnceSources.parse((String) values.get(ExactlyOnceSources.KEY));
    }

    /** How often the plugin path is looked at; 0 for never. */
    public Duration pluginRefresh() {
        return Duration.ofMillis((Long) values.get("plugin.refresh.interval.ms"));
    }

    /** Whether secrets are hidden in what is read back of connectors. */
    public boolean secretsMasked() {
        return (Boolean) values.get("secrets.masked");
    }

    /** How often references of running connectors are looked up again, in milliseconds; 0 for never. */
    public long secretsRefreshIntervalMs() {
        return (Long) values.get("secrets.refresh.interval.ms");
    }

    public boolean topicCreationEnabled() {
        return (Boolean) values.get("topic.creation.enable");
    }

    public boolean topicTrackingEnabled() {
        return (Boolean) values.get("topic.tracking.enable");
    }

    public boolean topicTrackingResetAllowed() {
        return (Boolean) values.get("topic.tracking.allow.reset");
    }

    /** The host that other workers and status records name; empty when the REST server decides. */
    public Optional<String> advertisedHost() {
        return Optional.ofNullable((String) values.get("rest.advertised.host.name"));
    }

    public Optional<Integer> advertisedPort() {
        return Optional.ofNullable((String) values.get("rest.advertised.port")).map(Integer::valueOf);
    }

    public PlacementConfig placement() {
        return PlacementConfig.of(values);
    }

    /** How long a worker signs by one session key. */
    public long sessionKeyLifeMs() {
        return (Long) values.get("inter.worker.key.ttl.ms");
    }

    private InternalTopicConfig topic(String concern, int partitions) {
        String prefix = concern + ".storage.";
        Map<String, String> extra = new TreeMap<>();
        originals.forEach((key, value) -> {
            if (key.startsWith(prefix) && !OWN_STORAGE_KEYS.contains(key.substring(prefix.length()))) {
                extra.put(key.substring(prefix.length()), value);
            }
        });
        return new InternalTopicConfig(
                (String) values.get(prefix + "topic"),
                partitions,
                (Short) values.get(prefix + "replication.factor"),
                extra);
    }

    private static void refuseUnknown(Map<String, String> properties) {
        Set<String> known = WorkerKeys.known();
        for (String key : properties.keySet()) {
            boolean open = WorkerKeys.OPEN_PREFIXES.stream().anyMatch(key::startsWith);
            if (!open && !known.contains(key)) {
                throw new ConfigException("Unknown worker property \"" + key + "\"" + NearestName.hint(key, known));
            }
        }
    }
}
