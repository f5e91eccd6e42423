package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.SyncFailedException;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartitionThreadsTest {
    @Test
    void aFullDiskDoesNotHideAFailedSync() {
        Thread caller = Thread.currentThread();
        CompletableFuture<Void> callerHasBegun = new CompletableFuture<>();
        CompletableFuture<Thread> helper = new CompletableFuture<>();
        assertThatThrownBy(() -> PartitionThreads.forEach(Collections.nCopies(64, "partition"), "helper", any -> {
                    if (Thread.currentThread() != caller) {
                        callerHasBegun.join();
                        helper.complete(Thread.currentThread());
                        throw new IOException("No space left on device");
                    }
                    callerHasBegun.complete(null);
                    joinUninterrupted(helper.join());
                    throw new SyncFailedException("Input/output error");
                }))
                .isInstanceOf(SyncFailedException.class);
    }

    private static void joinUninterrupted(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
