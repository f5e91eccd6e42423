package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest.ClientType;
import org.apache.kafka.connect.health.ConnectorType;

/** Asks the worker's override policy about the client settings that a connector wants. */
final class ClientOverrides implements AutoCloseable {
    private static final Map<String, ClientType> PREFIXES = Map.of(
            "producer.override.", ClientType.PRODUCER,
            "consumer.override.", ClientType.CONSUMER,
            "admin.override.", ClientType.ADMIN);

    private final PluginHandle<ConnectorClientConfigOverridePolicy> policy;
    private final RefusedOverrides refused;

    ClientOverrides(Plugins plugins, Map<String, String> workerConfig) {
        this.refused = RefusedOverrides.of(workerConfig);
        String name = workerConfig.getOrDefault("connector.client.config.override.policy", "All");
        this.policy = plugins.newConfigured(
                plugins.find(PluginKind.OVERRIDE_POLICY, name),
                ConnectorClientConfigOverridePolicy.class,
                workerConfig);
    }

    void check(
            String connectorName,
            PluginDescriptor descriptor,
            Class<? extends Connector> connectorClass,
            Map<String, String> config,
            KeyedErrors errors) {
        ConnectorType type = descriptor.kind() == PluginKind.SOURCE ? ConnectorType.SOURCE : ConnectorType.SINK;
        PREFIXES.forEach((prefix, clientType) -> {
            Map<String, Object> overrides = new LinkedHashMap<>();
            config.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    refused.reason(key.substring(prefix.length()), value)
                            .ifPresent(reason -> errors.error(key, value, reason));
                    overrides.put(key.substring(prefix.length()), value);
                }
            });
            if (overrides.isEmpty()) {
                return;
            }
            ConnectorClientConfigRequest request =
                    new ConnectorClientConfigRequest(connectorName, type, connectorClass, overrides, clientType);
            for (ConfigValue verdict : policy.call(instance -> instance.validate(request))) {
                for (String message : verdict.errorMessages()) {
                    errors.error(prefix + verdict.name(), overrides.get(verdict.name()), message);
                }
            }
        });
    }

    @Override
    public void close() {
        policy.close();
    }
}
