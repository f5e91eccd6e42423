package io.millrace.broker.coordinator.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Bytes;

/** Reads the field types of Kafka's record schemas. The caller turns what runs off the end into a format error. */
final class KafkaFieldReader {
    private static final int NO_TAG = -1;

    private final ByteBuffer buffer;
    private boolean flexible;

    KafkaFieldReader(byte[] bytes) {
        this.buffer = ByteBuffer.wrap(bytes);
    }

    void flexible(boolean isFlexible) {
        this.flexible = isFlexible;
    }

    byte int8() {
        return buffer.get();
    }

    Uuid uuid() {
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    short int16() {
        return buffer.getShort();
    }

    int int32() {
        return buffer.getInt();
    }

    long int64() {
        return buffer.getLong();
    }

    String string() {
        return nullableString().orElseThrow(() -> new RecordFormatException("A text that must be there is null"));
    }

    Optional<String> nullableString() {
        int length = flexible ? ByteUtils.readUnsignedVarint(buffer) - 1 : buffer.getShort();
        return length < 0 ? Optional.empty() : Optional.of(new String(take(length), StandardCharsets.UTF_8));
    }

    Bytes bytes() {
        int length = length();
        return Bytes.wrap(length < 0 ? new byte[0] : take(length));
    }

    /** Every element takes a byte or more, so a count beyond the rest is a lie. */
    int arrayLength() {
        int count = length();
        if (count < 0 || count > buffer.remaining()) {
            throw new RecordFormatException("A list claims " + count + " elements in " + buffer.remaining() + " bytes");
        }
        return count;
    }

    /** As above, and a list that is null is as good as an empty one. */
    int nullableArrayLength() {
        int position = buffer.position();
        if (length() < 0) {
            return 0;
        }
        buffer.position(position);
        return arrayLength();
    }

    Map<Integer, byte[]> tags() {
        Map<Integer, byte[]> tags = new TreeMap<>();
        int count = flexible ? ByteUtils.readUnsignedVarint(buffer) : 0;
        for (int index = 0; index < count; index++) {
            int tag = ByteUtils.readUnsignedVarint(buffer);
            tags.put(tag, take(ByteUtils.readUnsignedVarint(buffer)));
        }
        return tags;
    }

    Uuid tagsWithUuid(int wantedTag) {
        return tagsWith(wantedTag).map(KafkaFieldReader::uuid).orElse(Uuid.ZERO_UUID);
    }

    /** Tags that this build does not know may be skipped: that is what tags are for. */
    Optional<KafkaFieldReader> tagsWith(int wantedTag) {
        Optional<KafkaFieldReader> found = Optional.empty();
        int count = flexible ? ByteUtils.readUnsignedVarint(buffer) : 0;
        for (int index = 0; index < count; index++) {
            int tag = ByteUtils.readUnsignedVarint(buffer);
            KafkaFieldReader field = new KafkaFieldReader(take(ByteUtils.readUnsignedVarint(buffer)));
            field.flexible(true);
            if (tag == wantedTag) {
                found = Optional.of(field);
            }
        }
        return found;
    }

    void skipTags() {
        tagsWith(NO_TAG);
    }

    private int length() {
        return flexible ? ByteUtils.readUnsignedVarint(buffer) - 1 : buffer.getInt();
    }

    private byte[] take(int length) {
        if (length < 0 || length > buffer.remaining()) {
            throw new RecordFormatException("A field claims " + length + " bytes, " + buffer.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
