package io.millrace.broker.coordinator.record;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Bytes;

/** Writes the field types of Kafka's record schemas; {@code flexible} picks the compact forms of newer versions. */
final class KafkaFields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final boolean flexible;

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    KafkaFields(short version, boolean flexible) {
        this.flexible = flexible;
        put(() -> out.writeShort(version));
    }

    /** The fields of a structure inside a tag: no version comes first. */
    static KafkaFields flexibleStructure() {
        return new KafkaFields();
    }

    private KafkaFields() {
        this.flexible = true;
    }

    KafkaFields int8(byte value) {
        return put(() -> out.writeByte(value));
    }

    KafkaFields int16(short value) {
        return put(() -> out.writeShort(value));
    }

    KafkaFields uuid(Uuid value) {
        return put(() -> {
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        });
    }

    KafkaFields int32(int value) {
        return put(() -> out.writeInt(value));
    }

    KafkaFields int64(long value) {
        return put(() -> out.writeLong(value));
    }

    KafkaFields string(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (!flexible && text.length > Short.MAX_VALUE) {
            throw new RecordFormatException("A text of " + text.length + " bytes does not fit into a record field");
        }
        return put(() -> {
            if (flexible) {
                ByteUtils.writeUnsignedVarint(text.length + 1, out);
            } else {
                out.writeShort(text.length);
            }
            out.write(text);
        });
    }

    KafkaFields nullableString(Optional<String> value) {
        if (value.isPresent()) {
            return string(value.get());
        }
        return put(() -> {
            if (flexible) {
                ByteUtils.writeUnsignedVarint(0, out);
            } else {
                out.writeShort(-1);
            }
        });
    }

    KafkaFields bytes(Bytes value) {
        return put(() -> {
            length(value.get().length);
            out.write(value.get());
        });
    }

    KafkaFields arrayLength(int count) {
        return put(() -> length(count));
    }

    /** A list that is null. */
    KafkaFields noArray() {
        return arrayLength(-1);
    }

    /** In the order of their numbers, as Kafka reads them. */
    KafkaFields tags(SortedMap<Integer, byte[]> tags) {
        return put(() -> {
            ByteUtils.writeUnsignedVarint(tags.size(), out);
            for (Map.Entry<Integer, byte[]> tag : tags.entrySet()) {
                ByteUtils.writeUnsignedVarint(tag.getKey(), out);
                ByteUtils.writeUnsignedVarint(tag.getValue().length, out);
                out.write(tag.getValue());
            }
        });
    }

    static byte[] bytesOf(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static byte[] bytesOf(short value) {
        return ByteBuffer.allocate(Short.BYTES).putShort(value).array();
    }

    KafkaFields noTags() {
        return put(() -> ByteUtils.writeUnsignedVarint(0, out));
    }

    KafkaFields oneTag(int tag, Uuid value) {
        return put(() -> {
            ByteUtils.writeUnsignedVarint(1, out);
            ByteUtils.writeUnsignedVarint(tag, out);
            ByteUtils.writeUnsignedVarint(2 * Long.BYTES, out);
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        });
    }

    KafkaFields oneTag(int tag, byte[] value) {
        return put(() -> {
            ByteUtils.writeUnsignedVarint(1, out);
            ByteUtils.writeUnsignedVarint(tag, out);
            ByteUtils.writeUnsignedVarint(value.length, out);
            out.write(value);
        });
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void length(int count) throws IOException {
        if (flexible) {
            ByteUtils.writeUnsignedVarint(count + 1, out);
        } else {
            out.writeInt(count);
        }
    }

    private KafkaFields put(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }
}
