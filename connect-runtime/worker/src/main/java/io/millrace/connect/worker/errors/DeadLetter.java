package io.millrace.connect.worker.errors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;

/** What is left of a record that was given up. Arrays are not copied. */
public final class DeadLetter {

    private final byte[] key;
    private final byte[] value;
    private final Headers headers;
    private final Map<String, String> origin;

    /** Makes letters of records of one direction; empty for what it does not know. */
    @FunctionalInterface
    public interface Maker {
        Optional<DeadLetter> of(ProcessingContext<?> context);
    }

    /** Of a consumed record: its very bytes. */
    public static Optional<DeadLetter> ofConsumed(ProcessingContext<?> context) {
        if (!(context.original() instanceof ConsumerRecord<?, ?> consumed)) {
            return Optional.empty();
        }
        Map<String, String> origin = new LinkedHashMap<>();
        origin.put("topic", consumed.topic());
        origin.put("partition", Integer.toString(consumed.partition()));
        origin.put("offset", Long.toString(consumed.offset()));
        if (consumed.timestamp() != ConsumerRecord.NO_TIMESTAMP) {
            origin.put("timestamp", Long.toString(consumed.timestamp()));
        }
        return Optional.of(
                new DeadLetter((byte[]) consumed.key(), (byte[]) consumed.value(), consumed.headers(), origin));
    }

    /** {@code origin}: where it came from, by the name of the header that says so, without the prefix. */
    public DeadLetter(byte[] key, byte[] value, Headers headers, Map<String, String> origin) {
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.origin = origin;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }

    public Headers headers() {
        return headers;
    }

    public Map<String, String> origin() {
        return origin;
    }
}
