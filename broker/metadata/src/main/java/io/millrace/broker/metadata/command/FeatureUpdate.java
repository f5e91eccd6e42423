package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;

/** The wish that a feature be finalized at another level. */
public record FeatureUpdate(String feature, short level, Kind kind) {

    /** In which direction the level may go, with the codes of Kafka's UpdateFeatures. */
    public enum Kind {
        /** Only when nobody has ever set the feature. */
        FIRST((byte) 0),
        UPGRADE((byte) 1),
        SAFE_DOWNGRADE((byte) 2),
        UNSAFE_DOWNGRADE((byte) 3);

        private final byte code;

        Kind(byte code) {
            this.code = code;
        }

        public byte code() {
            return code;
        }

        private static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MetadataFormatException("No change of a feature has the code " + code);
        }
    }

    void write(FieldWriter writer) {
        writer.writeString(feature);
        writer.writeShort(level);
        writer.writeByte(kind.code());
    }

    static FeatureUpdate read(FieldReader reader) {
        return new FeatureUpdate(reader.readString(), reader.readShort(), Kind.of(reader.readByte()));
    }
}
