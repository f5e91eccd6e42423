package io.millrace.broker.metadata.config;

import java.util.List;
import java.util.Optional;

/** The configs of a consumer group, under Kafka's names; brokers say within which bounds. */
public final class GroupConfigs {
    public static final String SESSION_TIMEOUT = "consumer.session.timeout.ms";
    public static final String HEARTBEAT_INTERVAL = "consumer.heartbeat.interval.ms";

    /** With Kafka's defaults and bounds. */
    public static final ConfigTable KAFKAS = table(new Range(45_000, 45_000, 60_000), new Range(5_000, 5_000, 15_000));

    private GroupConfigs() {}

    /** What holds when nothing is set, and between which values one may choose. */
    public record Range(int defaultMs, int minMs, int maxMs) {}

    public static ConfigTable table(Range session, Range heartbeat) {
        return new ConfigTable(List.of(
                key(
                        SESSION_TIMEOUT,
                        session,
                        "group.consumer.session.timeout.ms",
                        "How long a member may be silent before the group goes on without it."),
                key(
                        HEARTBEAT_INTERVAL,
                        heartbeat,
                        "group.consumer.heartbeat.interval.ms",
                        "How often members are told to show that they live.")));
    }

    private static ConfigKey key(String name, Range range, String synonym, String documentation) {
        return new ConfigKey(
                name,
                ConfigType.INT,
                Integer.toString(range.defaultMs()),
                Optional.of(synonym),
                ValueRule.ofInt(range.minMs(), range.maxMs()),
                documentation);
    }
}
