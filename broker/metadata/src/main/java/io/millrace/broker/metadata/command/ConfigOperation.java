package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import java.util.Optional;

/** One step on one config key. */
public record ConfigOperation(String key, Kind kind, Optional<String> value) {

    /** What to do, with the codes of Kafka's IncrementalAlterConfigs. */
    public enum Kind {
        SET((byte) 0),
        DELETE((byte) 1),
        APPEND((byte) 2),
        SUBTRACT((byte) 3);

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
            throw new MetadataFormatException("No config operation has the code " + code);
        }
    }

    public static ConfigOperation set(String key, String value) {
        return new ConfigOperation(key, Kind.SET, Optional.of(value));
    }

    public static ConfigOperation delete(String key) {
        return new ConfigOperation(key, Kind.DELETE, Optional.empty());
    }

    void write(FieldWriter writer) {
        writer.writeString(key);
        writer.writeByte(kind.code());
        writer.writeOptionalString(value);
    }

    static ConfigOperation read(FieldReader reader) {
        return new ConfigOperation(reader.readString(), Kind.of(reader.readByte()), reader.readOptionalString());
    }
}
