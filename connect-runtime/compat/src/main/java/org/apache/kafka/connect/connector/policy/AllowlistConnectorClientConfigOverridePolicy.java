package org.apache.kafka.connect.connector.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Lets a connector override the client settings that the worker lists, none by default. */
public class AllowlistConnectorClientConfigOverridePolicy extends ScreeningPolicy {
    /** The worker key that lists what may be overridden. */
    public static final String ALLOWLIST_CONFIG = "connector.client.config.override.allowlist";

    private Set<String> allowed = Set.of();

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(
                        ALLOWLIST_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.Importance.MEDIUM,
                        "Client settings that connectors may override, separated by commas.");
    }

    @Override
    public void configure(Map<String, ?> configs) {
        allowed = Set.copyOf(new AbstractConfig(config(), configs).getList(ALLOWLIST_CONFIG));
    }

    @Override
    boolean allows(String clientKey) {
        return allowed.contains(clientKey);
    }
}
