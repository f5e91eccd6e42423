package io.millrace.broker.metadata.config;

import java.util.List;
import java.util.Optional;

/** The configs of a client metrics subscription (KIP-714). */
public final class ClientMetricsConfigs {
    public static final ConfigTable TABLE = new ConfigTable(List.of(
            new ConfigKey(
                    "metrics",
                    ConfigType.LIST,
                    "",
                    Optional.empty(),
                    ValueRule.any(),
                    "Prefixes of the names of the metrics that clients send; * for all of them."),
            new ConfigKey(
                    "interval.ms",
                    ConfigType.INT,
                    "300000",
                    Optional.empty(),
                    ValueRule.ofInt(100, 3_600_000),
                    "How often clients send them."),
            new ConfigKey(
                    "match",
                    ConfigType.LIST,
                    "",
                    Optional.empty(),
                    ValueRule.any(),
                    "Which clients send them, as selector=regular expression.")));

    private ClientMetricsConfigs() {}
}
