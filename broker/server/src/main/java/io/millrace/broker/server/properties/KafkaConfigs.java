package io.millrace.broker.server.properties;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every config of an Apache Kafka 4.3 broker by name. */
public final class KafkaConfigs {

    private static final int NAME = 0;
    private static final int TYPE = 1;
    private static final int CHANGE = 2;
    private static final int DEFAULT = 3;
    private static final SortedMap<String, Entry> BY_NAME = read();

    private KafkaConfigs() {}

    /** The types of values, with the codes that DescribeConfigs reports. */
    public enum Type {
        BOOLEAN(1),
        STRING(2),
        INT(3),
        SHORT(4),
        LONG(5),
        DOUBLE(6),
        LIST(7),
        CLASS(8),
        PASSWORD(9);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }

        public byte code() {
            return code;
        }
    }

    /** Whether a config may change while the broker runs, in Kafka. */
    public enum Change {
        FIXED,
        BROKER,
        CLUSTER
    }

    /** One config; the default is empty where Kafka has none, or an empty one. */
    public record Entry(String name, Type type, Change change, String defaultValue) {}

    public static SortedMap<String, Entry> byName() {
        return BY_NAME;
    }

    public static Optional<Entry> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static SortedMap<String, Entry> read() {
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (String line : ResourceLines.of("kafka-broker-configs.txt")) {
            String[] fields = line.split(" ", DEFAULT + 1);
            entries.put(
                    fields[NAME],
                    new Entry(
                            fields[NAME],
                            Type.valueOf(fields[TYPE]),
                            Change.valueOf(fields[CHANGE].toUpperCase(Locale.ROOT)),
                            fields.length > DEFAULT ? fields[DEFAULT] : ""));
        }
        return Collections.unmodifiableSortedMap(entries);
    }
}
