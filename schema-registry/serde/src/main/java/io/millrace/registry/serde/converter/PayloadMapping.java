package io.millrace.registry.serde.converter;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;

/** Connect's values as payloads of one format, both ways, by the settings of one converter. */
public interface PayloadMapping {
    /**
     * The payload of a value, with the id of its schema in front.
     *
     * @param schema null if the value has none
     * @param value null only where {@code schema} is there, too
     * @return null if the format has no payload for such a null
     * @throws SerializationException when a registry does not answer or refuses
     * @throws DataException when the value does not fit its schema, or the format has nothing for it
     */
    byte[] write(String topic, Schema schema, Object value);

    /**
     * The value of a payload that is there, and its schema.
     *
     * @param headers of the record, or null
     * @throws SerializationException when a registry does not answer or refuses, or the payload is none of the format's
     * @throws DataException when the payload means nothing to Connect
     */
    SchemaAndValue read(String topic, Headers headers, byte[] payload);
}
