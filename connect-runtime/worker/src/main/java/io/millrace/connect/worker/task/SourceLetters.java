package io.millrace.connect.worker.task;

import io.millrace.connect.worker.errors.DeadLetter;
import io.millrace.connect.worker.secrets.Discretion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters of source records: the bytes that a topic refused, or else the record as it was polled, by the
 * connector's converters; what they cannot convert becomes JSON with its schema, and what has no JSON becomes text.
 */
final class SourceLetters implements DeadLetter.Maker {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceLetters.class);

    private final Converters converters;
    private final Discretion discretion;
    private final JsonConverter json = new JsonConverter();
    private final JsonConverter plain = new JsonConverter();

    SourceLetters(Converters converters, Discretion discretion) {
        this.converters = converters;
        this.discretion = discretion;
        json.configure(Map.of("schemas.enable", "true"), false);
        plain.configure(Map.of("schemas.enable", "false"), false);
    }

    @Override
    public Optional<DeadLetter> of(ProcessingContext<?> context) {
        if (!(context.original() instanceof SourceRecord polled)) {
            return Optional.empty();
        }
        Map<String, String> origin = origin(polled);
        if (context instanceof SourceProcessing processing && processing.converted() != null) {
            ProducerRecord<byte[], byte[]> refused = processing.converted();
            origin.put("topic", refused.topic());
            return Optional.of(new DeadLetter(refused.key(), refused.value(), refused.headers(), origin));
        }
        Headers headers = headers(polled);
        byte[] key = bytes("key", () -> converters.keyBytes(polled, headers), polled.keySchema(), polled.key(), origin);
        byte[] value = bytes(
                "value", () -> converters.valueBytes(polled, headers), polled.valueSchema(), polled.value(), origin);
        return Optional.of(new DeadLetter(key, value, headers, origin));
    }

    private Map<String, String> origin(SourceRecord polled) {
        Map<String, String> origin = new LinkedHashMap<>();
        origin.put("topic", polled.topic());
        if (polled.kafkaPartition() != null) {
            origin.put("partition", Integer.toString(polled.kafkaPartition()));
        }
        origin.put("source.partition", text(polled.sourcePartition()));
        origin.put("source.offset", text(polled.sourceOffset()));
        if (polled.timestamp() != null) {
            origin.put("timestamp", Long.toString(polled.timestamp()));
        }
        return origin;
    }

    private String text(Map<String, ?> map) {
        return map == null ? null : new String(plain.fromConnectData("", null, map), StandardCharsets.UTF_8);
    }

    private Headers headers(SourceRecord polled) {
        try {
            return converters.headerBytes(polled);
        } catch (RuntimeException e) {
            LOGGER.warn("headers of a dead letter left out, they cannot be converted", discretion.failure(e));
            return new RecordHeaders();
        }
    }

    /** Says in {@code origin} when the bytes are not the converter's. */
    private byte[] bytes(
            String part, Callable<byte[]> converter, Schema schema, Object value, Map<String, String> origin) {
        try {
            return converter.call();
        } catch (Exception refused) {
            LOGGER.debug("{} of a dead letter is not for the connector's converter", part, discretion.failure(refused));
        }
        try {
            byte[] bytes = json.fromConnectData("", schema, value);
            origin.put(part + ".format", "json");
            return bytes;
        } catch (RuntimeException refused) {
            LOGGER.debug("{} of a dead letter is not for JSON", part, discretion.failure(refused));
            origin.put(part + ".format", "text");
            return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        }
    }
}
