package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import java.util.Comparator;

/** What a dynamic config belongs to: a topic, one broker, or (broker with an empty name) all brokers. */
public record ConfigTarget(Kind kind, String name) implements Comparable<ConfigTarget> {
    private static final Comparator<ConfigTarget> ORDER =
            Comparator.comparing(ConfigTarget::kind).thenComparing(ConfigTarget::name);

    /** The kinds, with the codes that Kafka uses for config resources. */
    public enum Kind {
        TOPIC((byte) 2),
        BROKER((byte) 4),
        CLIENT_METRICS((byte) 16),
        GROUP((byte) 32);

        private final byte code;

        Kind(byte code) {
            this.code = code;
        }

        public byte code() {
            return code;
        }

        public static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MetadataFormatException("No config belongs to resource type " + code);
        }
    }

    public static ConfigTarget topic(String name) {
        return new ConfigTarget(Kind.TOPIC, name);
    }

    public static ConfigTarget broker(int brokerId) {
        return new ConfigTarget(Kind.BROKER, Integer.toString(brokerId));
    }

    public static ConfigTarget allBrokers() {
        return new ConfigTarget(Kind.BROKER, "");
    }

    public static ConfigTarget group(String groupId) {
        return new ConfigTarget(Kind.GROUP, groupId);
    }

    @Override
    public int compareTo(ConfigTarget other) {
        return ORDER.compare(this, other);
    }

    public void write(FieldWriter writer) {
        writer.writeByte(kind.code());
        writer.writeString(name);
    }

    public static ConfigTarget read(FieldReader reader) {
        return new ConfigTarget(Kind.of(reader.readByte()), reader.readString());
    }
}
