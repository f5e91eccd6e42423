package io.millrace.broker.server.properties;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Configs of Kafka that nobody reads here, each with the reason that an operator is told. */
public final class ReasonedConfigs {

    /** Accepted; they change nothing. */
    public static final ReasonedConfigs UNUSED = new ReasonedConfigs("unused-broker-configs.txt");

    /** Refused unless they have Kafka's default: ignoring them would betray the operator. */
    public static final ReasonedConfigs REFUSED = new ReasonedConfigs("refused-broker-configs.txt");

    private final Map<String, String> reasons;

    private ReasonedConfigs(String resource) {
        SortedMap<String, String> read = new TreeMap<>();
        String reason = "";
        for (String line : ResourceLines.of(resource)) {
            if (line.startsWith("[")) {
                reason = line.substring(1, line.length() - 1);
            } else {
                read.put(line, reason);
            }
        }
        this.reasons = Collections.unmodifiableMap(read);
    }

    /** Empty when the name is none of these. */
    public Optional<String> reason(String name) {
        return Optional.ofNullable(reasons.get(name));
    }

    public Map<String, String> all() {
        return reasons;
    }

    /** Whether this value asks for nothing that Kafka would not do anyway. */
    public static boolean isKafkasDefault(String name, String value) {
        return KafkaConfigs.find(name)
                .filter(entry -> entry.defaultValue().equals(value.trim()))
                .isPresent();
    }
}
