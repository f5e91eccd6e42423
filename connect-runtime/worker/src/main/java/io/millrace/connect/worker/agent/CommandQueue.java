package io.millrace.connect.worker.agent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Lets the changes to one connector happen one after the other, so that each sees what the one before has done. */
final class CommandQueue {

    private final Executor executor;
    private final Map<String, CompletableFuture<?>> tails = new ConcurrentHashMap<>();

    CommandQueue(Executor executor) {
        this.executor = executor;
    }

    /** Runs {@code command} when the earlier ones of this connector are done, well or badly. */
    <T> CompletableFuture<T> run(String connector, Supplier<CompletableFuture<T>> command) {
        CompletableFuture<T> result = new CompletableFuture<>();
        tails.compute(connector, (name, tail) -> {
            CompletableFuture<?> before = tail == null ? CompletableFuture.completedFuture(null) : tail;
            var unused = before.handle((value, failure) -> null)
                    .thenComposeAsync(done -> command.get(), executor)
                    .whenComplete((value, failure) -> {
                        if (failure != null) {
                            result.completeExceptionally(failure);
                        } else {
                            result.complete(value);
                        }
                    });
            return result;
        });
        result.whenComplete((value, failure) -> tails.remove(connector, result)).exceptionally(failure -> null);
        return result;
    }
}
