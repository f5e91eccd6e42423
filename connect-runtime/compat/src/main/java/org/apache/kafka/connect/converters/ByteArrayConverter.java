package org.apache.kafka.connect.converters;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.data.Schema;

/** Passes bytes through; also those that come in a {@link ByteBuffer}, the other Java form of BYTES. */
public class ByteArrayConverter extends PrimitiveConverter<byte[]> {
    public ByteArrayConverter() {
        super(byte[].class, Schema.OPTIONAL_BYTES_SCHEMA, new ByteArraySerializer(), new ByteArrayDeserializer());
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        Object bytes = value instanceof ByteBuffer buffer ? Utils.toArray(buffer.duplicate()) : value;
        return super.fromConnectData(topic, schema, bytes);
    }
}
