package io.millrace.broker.coordinator.record;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
