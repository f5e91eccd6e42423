package io.millrace.connect.worker.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Says of a record that is too large for an internal topic what it is, whose, and what to change. */
public final class OversizedRecord {

    /** Of a key, as one may be large itself. */
    private static final int KEY_LENGTH_MAX = 300;

    /** Whose producer it is, hence where its settings are. */
    public enum Writer {
        WORKER("of the worker", ""),
        CONNECTOR("of the connector", "producer.override.");

        private final String place;
        private final String prefix;

        Writer(String place, String prefix) {
            this.place = place;
            this.prefix = prefix;
        }
    }

    private OversizedRecord() {}

    /** What to say instead of {@code failure}, which is itself if it is about something else. */
    public static Throwable explained(ProducerRecord<byte[], byte[]> entry, Writer writer, Throwable failure) {
        if (!(failure instanceof RecordTooLargeException)) {
            return failure;
        }
        long bytes = length(entry.key()) + length(entry.value());
        return new RecordTooLargeException(
                what(entry.key()) + " takes " + bytes + " bytes and is too large for a record of the topic \""
                        + entry.topic() + "\". Make it smaller, or raise " + cure(writer, failure) + ".",
                failure);
    }

    private static String cure(Writer writer, Throwable failure) {
        String topics = TopicConfig.MAX_MESSAGE_BYTES_CONFIG + " of the topic";
        return refusing(failure)
                .map(setting -> writer.prefix + setting + " " + writer.place + ", and " + topics)
                .orElse(topics);
    }

    /** The setting by which the client refused to send it; empty when a broker did. */
    private static Optional<String> refusing(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)) {
            return Optional.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        }
        return message.contains(ProducerConfig.BUFFER_MEMORY_CONFIG)
                ? Optional.of(ProducerConfig.BUFFER_MEMORY_CONFIG)
                : Optional.empty();
    }

    private static String what(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        if (text.startsWith("[")) {
            return "The source offset of connector and partition " + cut(text);
        }
        return about(text, ConfigRecordCodec.CONNECTOR, "The configuration of connector ")
                .or(() -> about(text, ConfigRecordCodec.TASK, "The configuration of task "))
                .or(() -> about(text, StatusRecordCodec.CONNECTOR, "The status of connector "))
                .or(() -> about(text, StatusRecordCodec.TASK, "The status of task "))
                .orElseGet(() -> "The record " + cut(text));
    }

    private static Optional<String> about(String key, String prefix, String what) {
        return key.startsWith(prefix) ? Optional.of(what + cut(key.substring(prefix.length()))) : Optional.empty();
    }

    private static String cut(String text) {
        return text.length() <= KEY_LENGTH_MAX ? text : text.substring(0, KEY_LENGTH_MAX) + "...";
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
