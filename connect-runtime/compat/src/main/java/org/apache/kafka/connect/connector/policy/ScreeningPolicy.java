package org.apache.kafka.connect.connector.policy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.utils.AppInfoParser;

/** A policy that allows or refuses each overridden key by its name. */
abstract class ScreeningPolicy implements ConnectorClientConfigOverridePolicy {
    /** Whether a connector may set this client key. */
    abstract boolean allows(String clientKey);

    @Override
    public List<ConfigValue> validate(ConnectorClientConfigRequest request) {
        return request.clientProps().entrySet().stream().map(this::judged).toList();
    }

    private ConfigValue judged(Map.Entry<String, Object> override) {
        ConfigValue judged = new ConfigValue(override.getKey());
        judged.value(override.getValue());
        if (!allows(override.getKey())) {
            judged.addErrorMessage("The '" + policyName() + "' policy does not allow '" + override.getKey()
                    + "' to be overridden in the connector configuration.");
        }
        return judged;
    }

    private String policyName() {
        return getClass().getSimpleName().replace("ConnectorClientConfigOverridePolicy", "");
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Most policies have nothing to configure.
    }

    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
