package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.log.OffsetRecordCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    @Test
    void saysWhichOffsetIsTooLarge() {
        // Given
        try (MockProducer<byte[], byte[]> producer = new RefusingProducer()) {
            Transactions transactions = new Transactions(new TaskId("orders", 0), producer);
            transactions.init();
            byte[] key = new OffsetRecordCodec()
                    .key("orders", Map.of("table", "lines"))
                    .bytes();

            // When, Then
            assertThatThrownBy(() -> transactions.commit(List.of(new ProducerRecord<>("offsets", key, new byte[7]))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("The transaction of task orders-0 was not committed")
                    .cause()
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("[\"orders\",{\"table\":\"lines\"}]")
                    .hasMessageContaining("producer.override.max.request.size of the connector");
        }
    }

    /** As the real one does with a record that is too large: the callback knows of it, and the commit of an error. */
    private static final class RefusingProducer extends MockProducer<byte[], byte[]> {

        private RefusingProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            RecordTooLargeException refusal =
                    new RecordTooLargeException("the value of the max.request.size configuration");
            callback.onCompletion(null, refusal);
            return CompletableFuture.failedFuture(refusal);
        }

        @Override
        public void commitTransaction() {
            throw new KafkaException("Cannot execute transactional method because we are in an error state");
        }
    }
}
