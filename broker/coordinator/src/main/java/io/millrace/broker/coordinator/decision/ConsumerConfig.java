package io.millrace.broker.coordinator.decision;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The limits and times of groups that use the consumer protocol.
 *
 * @param enabled {@code group.coordinator.rebalance.protocols} has {@code consumer}
 * @param session {@code group.consumer.session.timeout.ms} and its bounds
 * @param heartbeat {@code group.consumer.heartbeat.interval.ms} and its bounds
 * @param maxMembers {@code group.consumer.max.size}
 * @param assignors {@code group.consumer.assignors}; the first one is used when members do not ask for another
 * @param migration {@code group.consumer.migration.policy}
 * @param regexRefreshIntervalMs {@code group.consumer.regex.refresh.interval.ms}
 */
public record ConsumerConfig(
        boolean enabled,
        BoundedMs session,
        BoundedMs heartbeat,
        int maxMembers,
        List<String> assignors,
        Migration migration,
        long regexRefreshIntervalMs) {
    public static final String SESSION_TIMEOUT = "consumer.session.timeout.ms";
    public static final String HEARTBEAT_INTERVAL = "consumer.heartbeat.interval.ms";
    public static final ConsumerConfig DEFAULTS = new ConsumerConfig(
            true,
            new BoundedMs(45_000, 45_000, 60_000),
            new BoundedMs(5_000, 5_000, 15_000),
            5_000,
            List.of("uniform", "range"),
            Migration.BIDIRECTIONAL,
            600_000);

    public ConsumerConfig {
        assignors = List.copyOf(assignors);
    }

    /** A time that an operator may set for one group, within bounds that hold for all. */
    public record BoundedMs(int defaultMs, int minMs, int maxMs) {

        /** A value that was set under wider bounds is brought inside. */
        public int effective(String set) {
            return set == null ? defaultMs : Math.max(minMs, Math.min(maxMs, Integer.parseInt(set.trim())));
        }
    }

    /** Which way a group with live members may change its protocol. */
    public enum Migration {
        BIDIRECTIONAL(true, true),
        UPGRADE(true, false),
        DOWNGRADE(false, true),
        DISABLED(false, false);

        private final boolean upgrades;
        private final boolean downgrades;

        Migration(boolean upgrades, boolean downgrades) {
            this.upgrades = upgrades;
            this.downgrades = downgrades;
        }

        public boolean upgrades() {
            return upgrades;
        }

        public boolean downgrades() {
            return downgrades;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By Kafka's name, in any case. */
        public static Optional<Migration> find(String name) {
            return Arrays.stream(values())
                    .filter(policy -> policy.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }
}
