package io.millrace.connect.rest;

import io.millrace.connect.worker.control.DeadLetterControl;
import io.millrace.connect.worker.control.DeadLetterPartition;
import io.millrace.connect.worker.control.RedriveResult;
import io.millrace.connect.worker.control.StoredLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A topic of three letters, the last of which is no text and cannot go back. */
final class InMemoryDeadLetters implements DeadLetterControl {
    private static final long END = 3;

    @Override
    public CompletableFuture<List<DeadLetterPartition>> partitions(String connector) {
        return CompletableFuture.completedFuture(List.of(new DeadLetterPartition(connector + "-dead", 0, 0, END, 1)));
    }

    @Override
    public CompletableFuture<List<StoredLetter>> read(String connector, int partition, long from, int max) {
        return CompletableFuture.completedFuture(LongStream.range(from, Math.min(END, from + max))
                .mapToObj(offset -> letter(connector, partition, offset))
                .toList());
    }

    @Override
    public CompletableFuture<RedriveResult> redrive(String connector, int max) {
        return CompletableFuture.completedFuture(new RedriveResult(1, List.of(letter(connector, 0, END - 1)), 0));
    }

    private static StoredLetter letter(String connector, int partition, long offset) {
        boolean text = offset < END - 1;
        byte[] value = text ? ("v" + offset).getBytes(StandardCharsets.UTF_8) : new byte[] {(byte) 0xFF};
        return new StoredLetter(
                new ConsumerRecord<>(connector + "-dead", partition, offset, null, value), text ? "" : "no topic");
    }
}
