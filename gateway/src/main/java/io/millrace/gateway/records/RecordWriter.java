package io.millrace.gateway.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Json;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The documents of records in the gateway's own reads. A key or a value that cannot be read in its format is left out, and
 * {@code key_error} or {@code value_error} says why, so that one such record does not keep its reader from the others.
 */
public record RecordWriter(RecordDecoder decoder, RecordFormat keys, RecordFormat values) {
    /** What a record counts for against a bound of bytes. */
    public static long sizeBytes(ConsumerRecord<byte[], byte[]> record) {
        long size = Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
        for (Header each : record.headers()) {
            size += each.key().length() + (each.value() == null ? 0 : each.value().length);
        }
        return size;
    }

    /** One record. */
    public ObjectNode document(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode document = Json.object()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", record.timestamp());
        put(document, record, true);
        put(document, record, false);
        ArrayNode headers = document.putArray("headers");
        for (Header each : record.headers()) {
            ObjectNode header = headers.addObject().put("name", each.key());
            // A null is told apart from no bytes.
            header.put(
                    "value", each.value() == null ? null : Base64.getEncoder().encodeToString(each.value()));
        }
        return document;
    }

    private void put(ObjectNode document, ConsumerRecord<byte[], byte[]> record, boolean isKey) {
        String side = isKey ? "key" : "value";
        try {
            document.set(
                    side,
                    decoder.decode(
                            isKey ? keys : values,
                            record.topic(),
                            record.headers(),
                            isKey,
                            isKey ? record.key() : record.value()));
        } catch (UnreadableException e) {
            document.put(side + "_error", "The " + side + " cannot be read: " + e.getMessage());
        }
    }
}
