package io.millrace.broker.coordinator.record;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The records of {@code __transaction_state}. Kafka 4.3 writes version 1 of the value and reads 0 too; so do we. */
public final class TransactionCodec {
    private static final short KEY_VERSION = 0;
    private static final short WRITTEN = 1;
    private static final int PREVIOUS_PRODUCER_ID_TAG = 0;
    private static final int NEXT_PRODUCER_ID_TAG = 1;
    private static final int CLIENT_TRANSACTION_VERSION_TAG = 2;
    private static final short NO_VERSION = 0;

    private TransactionCodec() {}

    public static byte[] encodeKey(String transactionalId) {
        return new KafkaFields(KEY_VERSION, false).string(transactionalId).toBytes();
    }

    /** Empty for records of kinds that this build keeps but does not read. */
    public static Optional<String> decodeKey(byte[] bytes) {
        KafkaFieldReader fields = new KafkaFieldReader(bytes);
        try {
            return fields.int16() == KEY_VERSION ? Optional.of(fields.string()) : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("The key of a transaction record is damaged", e);
        }
    }

    public static byte[] encode(TransactionValue value) {
        KafkaFields fields = new KafkaFields(WRITTEN, true)
                .int64(value.producerId())
                .int16(value.producerEpoch())
                .int32(value.timeoutMs())
                .int8(value.status());
        if (value.partitions().isEmpty()) {
            fields.noArray();
        } else {
            fields.arrayLength(value.partitions().size());
            for (Map.Entry<String, List<Integer>> topic : value.partitions().entrySet()) {
                fields.string(topic.getKey()).arrayLength(topic.getValue().size());
                topic.getValue().forEach(fields::int32);
                fields.noTags();
            }
        }
        fields.int64(value.lastUpdateTimestampMs()).int64(value.startTimestampMs());
        SortedMap<Integer, byte[]> tags = new TreeMap<>();
        if (value.previousProducerId() != TransactionValue.NO_PRODUCER_ID) {
            tags.put(PREVIOUS_PRODUCER_ID_TAG, KafkaFields.bytesOf(value.previousProducerId()));
        }
        if (value.nextProducerId() != TransactionValue.NO_PRODUCER_ID) {
            tags.put(NEXT_PRODUCER_ID_TAG, KafkaFields.bytesOf(value.nextProducerId()));
        }
        if (value.clientTransactionVersion() != NO_VERSION) {
            tags.put(CLIENT_TRANSACTION_VERSION_TAG, KafkaFields.bytesOf(value.clientTransactionVersion()));
        }
        return fields.tags(tags).toBytes();
    }

    public static TransactionValue decode(byte[] bytes) {
        KafkaFieldReader fields = new KafkaFieldReader(bytes);
        try {
            short version = fields.int16();
            if (version < 0 || version > WRITTEN) {
                throw new RecordFormatException(
                        "A transaction has version " + version + ", this build knows versions 0 to " + WRITTEN);
            }
            fields.flexible(version >= WRITTEN);
            long producerId = fields.int64();
            short producerEpoch = fields.int16();
            int timeoutMs = fields.int32();
            byte status = fields.int8();
            SortedMap<String, List<Integer>> partitions = partitions(fields);
            long lastUpdateMs = fields.int64();
            long startMs = fields.int64();
            Map<Integer, byte[]> tags = fields.tags();
            return new TransactionValue(
                    producerId,
                    int64(tags, PREVIOUS_PRODUCER_ID_TAG),
                    int64(tags, NEXT_PRODUCER_ID_TAG),
                    producerEpoch,
                    timeoutMs,
                    status,
                    partitions,
                    lastUpdateMs,
                    startMs,
                    int16(tags, CLIENT_TRANSACTION_VERSION_TAG));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("The value of a transaction is damaged", e);
        }
    }

    private static SortedMap<String, List<Integer>> partitions(KafkaFieldReader fields) {
        SortedMap<String, List<Integer>> partitions = new TreeMap<>();
        int topics = fields.nullableArrayLength();
        for (int topic = 0; topic < topics; topic++) {
            String name = fields.string();
            int count = fields.arrayLength();
            List<Integer> indexes = new ArrayList<>(count);
            for (int index = 0; index < count; index++) {
                indexes.add(fields.int32());
            }
            fields.skipTags();
            partitions.put(name, indexes);
        }
        return partitions;
    }

    private static long int64(Map<Integer, byte[]> tags, int tag) {
        byte[] bytes = tags.get(tag);
        return bytes == null ? TransactionValue.NO_PRODUCER_ID : new KafkaFieldReader(bytes).int64();
    }

    private static short int16(Map<Integer, byte[]> tags, int tag) {
        byte[] bytes = tags.get(tag);
        return bytes == null ? NO_VERSION : new KafkaFieldReader(bytes).int16();
    }
}
