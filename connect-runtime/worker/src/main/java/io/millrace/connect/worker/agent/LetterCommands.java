package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.DeadLetterControl;
import io.millrace.connect.worker.control.DeadLetterPartition;
import io.millrace.connect.worker.control.RedriveResult;
import io.millrace.connect.worker.control.StoredLetter;
import io.millrace.connect.worker.letters.DeadLetterDesk;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Passes questions about dead letters to those who may wait for brokers. */
record LetterCommands(DeadLetterDesk desk, Reads reads, Answers answers) implements DeadLetterControl {

    @Override
    public CompletableFuture<List<DeadLetterPartition>> partitions(String connector) {
        return answers.later(() -> desk.partitions(reads.connector(connector)));
    }

    @Override
    public CompletableFuture<List<StoredLetter>> read(String connector, int partition, long from, int max) {
        return answers.later(() -> desk.page(reads.connector(connector), partition, from, max));
    }

    @Override
    public CompletableFuture<RedriveResult> redrive(String connector, int max) {
        return answers.later(() -> desk.redrive(reads.connector(connector), max));
    }
}
