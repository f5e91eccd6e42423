package io.millrace.broker.metadata.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Uuid;

/** Writes fields one after the other into a growing array. */
public final class FieldWriter {
    private static final int INITIAL_BYTES = 256;

    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BYTES);

    public void writeBoolean(boolean value) {
        writeByte((byte) (value ? 1 : 0));
    }

    public void writeByte(byte value) {
        room(Byte.BYTES).put(value);
    }

    public void writeShort(short value) {
        room(Short.BYTES).putShort(value);
    }

    public void writeInt(int value) {
        room(Integer.BYTES).putInt(value);
    }

    public void writeLong(long value) {
        room(Long.BYTES).putLong(value);
    }

    public void writeUuid(Uuid value) {
        writeLong(value.getMostSignificantBits());
        writeLong(value.getLeastSignificantBits());
    }

    public void writeString(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public void writeOptionalString(Optional<String> value) {
        writeBoolean(value.isPresent());
        value.ifPresent(this::writeString);
    }

    public void writeBytes(byte[] value) {
        writeInt(value.length);
        room(value.length).put(value);
    }

    public void writeInts(List<Integer> values) {
        writeList(values, FieldWriter::writeInt);
    }

    public <T> void writeList(Collection<T> values, BiConsumer<FieldWriter, T> element) {
        writeInt(values.size());
        values.forEach(value -> element.accept(this, value));
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, Math.multiplyExact(buffer.capacity(), 2)));
            larger.put(buffer.flip());
            buffer = larger;
        }
        return buffer;
    }
}
