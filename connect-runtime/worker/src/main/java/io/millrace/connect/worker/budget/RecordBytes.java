package io.millrace.connect.worker.budget;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The serialized size of a record: key, value and headers. */
public final class RecordBytes {

    private RecordBytes() {}

    public static long of(ProducerRecord<byte[], byte[]> record) {
        return length(record.key()) + length(record.value()) + of(record.headers());
    }

    public static long of(ConsumerRecord<byte[], byte[]> record) {
        return length(record.key()) + length(record.value()) + of(record.headers());
    }

    private static long of(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
