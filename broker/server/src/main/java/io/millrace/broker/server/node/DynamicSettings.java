package io.millrace.broker.server.node;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ConfigsImage;
import io.millrace.broker.network.ConnectionLimits;
import io.millrace.broker.server.quota.IpNames;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of this broker, other than the defaults of topics, that change while it runs: what was set for this broker
 * comes before what was set for all, and both before the properties file. Applied by one thread at a time.
 */
final class DynamicSettings {

    private static final Logger LOGGER = LoggerFactory.getLogger(DynamicSettings.class);

    private final BrokerConfig config;
    private final LogDirectories logs;
    private final Supplier<OpenListeners> listeners;
    private Map<String, String> ofThis = Map.of();
    private Map<String, String> ofAll = Map.of();
    private volatile boolean verifiesPartitions;

    /** The properties file holds until the first change. */
    DynamicSettings(BrokerConfig config, LogDirectories logs, Supplier<OpenListeners> listeners) {
        this.config = config;
        this.logs = logs;
        this.listeners = listeners;
        this.verifiesPartitions = config.transactions().verifies();
    }

    /** {@code transaction.partition.verification.enable}; any thread. */
    boolean verifiesPartitions() {
        return verifiesPartitions;
    }

    void apply(ConfigsImage configs) {
        Map<String, String> newestOfThis = configs.of(ConfigTarget.broker(config.nodeId()));
        Map<String, String> newestOfAll = configs.of(ConfigTarget.allBrokers());
        if (newestOfThis.equals(ofThis) && newestOfAll.equals(ofAll)) {
            return;
        }
        ofThis = newestOfThis;
        ofAll = newestOfAll;
        listeners.get().limit(connectionLimits());
        listeners.get().apply(together());
        logs.producerIdExpirationMs(value(BrokerConfigs.PRODUCER_ID_EXPIRATION_MS)
                .map(Long::parseLong)
                .orElse(config.storage().upkeep().producerIdExpirationMs()));
        verifiesPartitions = value(BrokerConfigs.PARTITION_VERIFICATION)
                .map(Boolean::parseBoolean)
                .orElse(config.transactions().verifies());
    }

    private Map<String, String> together() {
        Map<String, String> values = new TreeMap<>(ofAll);
        values.putAll(ofThis);
        return values;
    }

    private ConnectionLimits connectionLimits() {
        ConnectionLimits file = config.network().connections();
        return new ConnectionLimits(
                number(BrokerConfigs.MAX_CONNECTIONS, file.maxConnections()),
                number(BrokerConfigs.MAX_CONNECTIONS_PER_IP, file.maxConnectionsPerIp()),
                overrides(file.maxFromAddress()),
                number(BrokerConfigs.MAX_CONNECTION_CREATION_RATE, file.maxPerSecond()),
                file.idleTimeoutMs(),
                file.maxInFlightRequests(),
                file.maxInFlightBytes(),
                file.stalledFrameMs());
    }

    /** Looks no name up, for whoever brings the changes would wait for it. */
    private Map<InetAddress, Integer> overrides(Map<InetAddress, Integer> file) {
        try {
            return value(BrokerConfigs.MAX_CONNECTIONS_PER_IP_OVERRIDES)
                    .map(given -> NetworkSettings.byAddress(given, IpNames::address))
                    .orElse(file);
        } catch (ConfigException unknownHost) {
            LOGGER.error(
                    "A dynamic broker config cannot be used; the properties file holds. reason=\"{}\"",
                    unknownHost.getMessage());
            return file;
        }
    }

    private int number(String name, int file) {
        return value(name).map(Integer::parseInt).orElse(file);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(ofThis.getOrDefault(name, ofAll.get(name))).map(String::trim);
    }
}
