package io.millrace.broker.metadata.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/** Reads what {@link FieldWriter} wrote; bytes that end too early or go on too long are a format error. */
public final class FieldReader {
    private final ByteBuffer buffer;

    public FieldReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    public FieldReader(ByteBuffer bytes) {
        this.buffer = bytes.slice();
    }

    public boolean readBoolean() {
        byte value = readByte();
        if (value != 0 && value != 1) {
            throw new MetadataFormatException("A yes/no field holds " + value + ", expected 0 or 1");
        }
        return value == 1;
    }

    public byte readByte() {
        return complete(buffer::get);
    }

    public short readShort() {
        return complete(buffer::getShort);
    }

    public int readInt() {
        return complete(buffer::getInt);
    }

    public long readLong() {
        return complete(buffer::getLong);
    }

    public Uuid readUuid() {
        long mostSignificantBits = readLong();
        return new Uuid(mostSignificantBits, readLong());
    }

    public String readString() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    public Optional<String> readOptionalString() {
        return readBoolean() ? Optional.of(readString()) : Optional.empty();
    }

    public byte[] readBytes() {
        byte[] bytes = new byte[readCount("byte field")];
        buffer.get(bytes);
        return bytes;
    }

    public List<Integer> readInts() {
        return readList(FieldReader::readInt);
    }

    /** The list is unmodifiable. Every element takes at least one byte, so a count can not ask for more than that. */
    public <T> List<T> readList(Function<FieldReader, T> element) {
        int count = readCount("list");
        List<T> values = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            values.add(element.apply(this));
        }
        return Collections.unmodifiableList(values);
    }

    public int remainingBytes() {
        return buffer.remaining();
    }

    /** Call after the last field: bytes left over mean that writer and reader disagree. */
    public void expectEnd() {
        if (buffer.hasRemaining()) {
            throw new MetadataFormatException(buffer.remaining() + " bytes are left after the last field");
        }
    }

    private int readCount(String what) {
        int count = readInt();
        if (count < 0 || count > buffer.remaining()) {
            throw new MetadataFormatException(
                    "The length of a " + what + " is " + count + " but " + buffer.remaining() + " bytes are left");
        }
        return count;
    }

    private static <T> T complete(Supplier<T> read) {
        try {
            return read.get();
        } catch (BufferUnderflowException e) {
            throw new MetadataFormatException("The bytes end in the middle of a field", e);
        }
    }
}
