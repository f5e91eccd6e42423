package io.millrace.connect.worker.agent;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Gives each change its turn: at the leader alone, and after the earlier ones of its connector. */
record Turns(Answers answers, CommandQueue queue, LeaderGate gate) {

    /** A change that the leader makes. */
    <T> CompletableFuture<T> change(String connector, Supplier<CompletableFuture<T>> command) {
        return here(connector, () -> gate.pass(command));
    }

    /** A change that any worker makes. */
    <T> CompletableFuture<T> here(String connector, Supplier<CompletableFuture<T>> command) {
        return answers.later(() -> queue.run(connector, command));
    }
}
