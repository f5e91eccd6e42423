package io.millrace.broker.server.node;

import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.quota.QuotaWindows;
import io.millrace.broker.server.request.ApiSettings;
import io.millrace.broker.server.request.FetchLimits;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;

/**
 * All settings of a broker, each concern in a record of its own, under Kafka's names.
 *
 * @param nodeId {@code node.id}
 * @param rack {@code broker.rack}
 * @param listeners where it listens
 * @param network threads and bounds
 * @param security keys, strangers and first users
 * @param storage where data lies
 * @param topics what topics get
 * @param groups consumer groups
 * @param transactions transactions
 * @param authorizer who may do what
 * @param fetch bounds on fetches
 * @param quotas over what times usage is counted
 * @param telemetryMaxBytes most that a client may push at once, {@code telemetry.max.bytes}
 * @param given the properties as they were given
 * @param defaults what holds for honoured properties that were not given
 */
record BrokerConfig(
        int nodeId,
        Optional<String> rack,
        Listeners listeners,
        NetworkSettings network,
        SecuritySettings security,
        StorageSettings storage,
        TopicSettings topics,
        GroupSettings groups,
        TransactionSettings transactions,
        AuthorizerSettings authorizer,
        FetchLimits fetch,
        ClientQuotas.Settings quotas,
        int telemetryMaxBytes,
        Map<String, String> given,
        Map<String, String> defaults) {

    private static final int DEFAULT_FETCH_MAX_BYTES = 55 << 20;
    private static final int DEFAULT_TELEMETRY_MAX_BYTES = 1 << 20;
    private static final int DEFAULT_FETCH_SESSION_SLOTS = 1_000;

    static BrokerConfig from(Map<String, String> properties) {
        var reader = new PropertyReader(properties);
        var config = read(reader);
        reader.refuseUnknown();
        return config;
    }

    /** Every property that means something here. */
    static Set<String> honoured() {
        var reader = new PropertyReader(Map.of());
        read(reader);
        return reader.known();
    }

    private static BrokerConfig read(PropertyReader reader) {
        int legacyId = reader.number("broker.id", 1, 0);
        requireCombinedRoles(reader);
        return new BrokerConfig(
                reader.number("node.id", legacyId, 0),
                reader.find("broker.rack").filter(rack -> !rack.isEmpty()),
                Listeners.from(reader),
                NetworkSettings.from(reader),
                SecuritySettings.from(reader),
                StorageSettings.from(reader),
                TopicSettings.from(reader),
                GroupSettings.from(reader),
                TransactionSettings.from(reader),
                AuthorizerSettings.from(reader),
                new FetchLimits(
                        reader.number("fetch.max.bytes", DEFAULT_FETCH_MAX_BYTES, 1_024),
                        reader.number("max.incremental.fetch.session.cache.slots", DEFAULT_FETCH_SESSION_SLOTS, 0)),
                new ClientQuotas.Settings(windows(reader, "quota."), windows(reader, "controller.quota.")),
                reader.number("telemetry.max.bytes", DEFAULT_TELEMETRY_MAX_BYTES, 1),
                Map.copyOf(reader.given()),
                Map.copyOf(reader.defaults()));
    }

    private static QuotaWindows windows(PropertyReader reader, String prefix) {
        QuotaWindows defaults = QuotaWindows.DEFAULT;
        return new QuotaWindows(
                reader.number(prefix + "window.num", defaults.count(), 1),
                TimeUnit.SECONDS.toMillis(reader.number(
                        prefix + "window.size.seconds",
                        (int) TimeUnit.MILLISECONDS.toSeconds(defaults.windowMs()),
                        1)));
    }

    /** Every node of this release is broker and controller in one. */
    private static void requireCombinedRoles(PropertyReader reader) {
        String roles = reader.text("process.roles", "broker,controller");
        if (!roles.equals("broker,controller") && !roles.equals("controller,broker")) {
            throw new ConfigException("process.roles", roles, "this release runs broker,controller in one process");
        }
    }

    /** The listener of what runs in this process. */
    ListenerSettings listener() {
        return listeners.easiest();
    }

    ApiSettings apiSettings() {
        return new ApiSettings(
                topics.autoCreate(),
                topics.delete(),
                topics.partitionCount(),
                topics.replicationFactor(),
                fetch,
                topics.maxPartitionsPerPage(),
                topics.defaults().values(),
                given,
                defaults);
    }
}
