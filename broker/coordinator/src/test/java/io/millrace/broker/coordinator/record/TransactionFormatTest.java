package io.millrace.broker.coordinator.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue.PartitionsSchema;
import org.junit.jupiter.api.Test;

/** Kafka's own classes read the transactions that we write and write what we read. */
class TransactionFormatTest {
    private static final TransactionValue PLAIN =
            new TransactionValue(7, -1, -1, (short) 3, 60_000, (byte) 0, new TreeMap<>(), 1_000, -1, (short) 0);
    private static final TransactionValue FULL = new TransactionValue(
            7,
            6,
            8,
            (short) 3,
            60_000,
            (byte) 1,
            new TreeMap<>(Map.of("a", List.of(0, 5), "b", List.of(1))),
            2_000,
            1_000,
            (short) 2);

    private static TransactionLogValue kafkaValue(TransactionValue value) {
        return new TransactionLogValue()
                .setProducerId(value.producerId())
                .setPreviousProducerId(value.previousProducerId())
                .setNextProducerId(value.nextProducerId())
                .setProducerEpoch(value.producerEpoch())
                .setTransactionTimeoutMs(value.timeoutMs())
                .setTransactionStatus(value.status())
                .setTransactionPartitions(
                        value.partitions().isEmpty()
                                ? null
                                : value.partitions().entrySet().stream()
                                        .map(topic -> new PartitionsSchema()
                                                .setTopic(topic.getKey())
                                                .setPartitionIds(topic.getValue()))
                                        .toList())
                .setTransactionLastUpdateTimestampMs(value.lastUpdateTimestampMs())
                .setTransactionStartTimestampMs(value.startTimestampMs())
                .setClientTransactionVersion(value.clientTransactionVersion());
    }

    private static byte[] bytes(TransactionLogValue value, int version) {
        return MessageUtil.toVersionPrefixedBytes((short) version, value);
    }

    @Test
    void writesKeysAndValuesAsKafkaDoes() {
        assertThat(TransactionCodec.encodeKey("tx"))
                .isEqualTo(MessageUtil.toVersionPrefixedBytes(
                        (short) 0, new TransactionLogKey().setTransactionalId("tx")));
        assertThat(TransactionCodec.encode(PLAIN)).isEqualTo(bytes(kafkaValue(PLAIN), 1));
        assertThat(TransactionCodec.encode(FULL)).isEqualTo(bytes(kafkaValue(FULL), 1));
    }

    @Test
    void readsBothVersionsOfKafka() {
        assertThat(TransactionCodec.decode(bytes(kafkaValue(PLAIN), 0))).isEqualTo(PLAIN);
        assertThat(TransactionCodec.decode(bytes(kafkaValue(FULL), 1))).isEqualTo(FULL);
        assertThat(TransactionCodec.decodeKey(TransactionCodec.encodeKey("tx"))).contains("tx");
        assertThat(TransactionCodec.decodeKey(new byte[] {0, 9})).isEmpty();
    }

    @Test
    void refusesWhatIsCutOff() {
        byte[] whole = TransactionCodec.encode(FULL);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> TransactionCodec.decode(cut)).isInstanceOf(RecordFormatException.class);
        }
    }
}
