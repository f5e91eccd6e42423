package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.DeadLetterControl;
import io.millrace.connect.worker.control.DeadLetterPartition;
import io.millrace.connect.worker.control.RedriveResult;
import io.millrace.connect.worker.control.StoredLetter;
import io.millrace.connect.worker.errors.DeadLetters;
import io.millrace.connect.worker.secrets.SecretMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Dead letters for people: the exceptions in their headers tell no secret of the connector. */
record MaskedLetters(DeadLetterControl letters, SecretMemory memory) implements DeadLetterControl {

    private static final String EXCEPTION = DeadLetters.PREFIX + "exception.";

    @Override
    public CompletableFuture<List<DeadLetterPartition>> partitions(String connector) {
        return MaskedControl.discreet(memory, connector, letters.partitions(connector));
    }

    @Override
    public CompletableFuture<List<StoredLetter>> read(String connector, int partition, long from, int max) {
        return MaskedControl.discreet(memory, connector, letters.read(connector, partition, from, max))
                .thenApply(found -> found.stream()
                        .map(stored -> new StoredLetter(masked(connector, stored.letter()), stored.refusal()))
                        .toList());
    }

    @Override
    public CompletableFuture<RedriveResult> redrive(String connector, int max) {
        return MaskedControl.discreet(memory, connector, letters.redrive(connector, max));
    }

    private ConsumerRecord<byte[], byte[]> masked(String connector, ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (header.key().startsWith(EXCEPTION) && header.value() != null) {
                String text = new String(header.value(), StandardCharsets.UTF_8);
                headers.add(header.key(), memory.redacted(connector, text).getBytes(StandardCharsets.UTF_8));
            } else {
                headers.add(header);
            }
        }
        return new ConsumerRecord<>(
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.timestamp(),
                letter.timestampType(),
                letter.serializedKeySize(),
                letter.serializedValueSize(),
                letter.key(),
                letter.value(),
                headers,
                letter.leaderEpoch());
    }
}
