package io.millrace.gateway.consume;

import io.millrace.gateway.topics.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Steps of which each starts the next, as its last deed, so that one runs at a time. Whatever ends a step ends the chain: also
 * an {@link Error}, such as a library that cannot be loaded, or there being no threads for the next step. Any thread.
 */
public final class Chain {
    private final ConsumerThreads threads;
    private final Consumer<Throwable> failed;

    /**
     * One on these threads.
     *
     * @param failed is told what ended a step that did not start another; a {@link RejectedExecutionException} says that the
     *     gateway stops
     */
    public Chain(ConsumerThreads threads, Consumer<Throwable> failed) {
        this.threads = threads;
        this.failed = failed;
    }

    /** Runs a step here and now. */
    public void now(Runnable step) {
        on(Runnable::run, step);
    }

    /** Runs a step soon. */
    public void soon(Runnable step) {
        on(threads, step);
    }

    /** Runs a step after a pause that is the longer the more often in a row there was nothing. */
    public void later(Runnable step, int emptyInARow) {
        on(task -> threads.later(task, emptyInARow), step);
    }

    /** Runs a step elsewhere. */
    public void on(Executor executor, Runnable step) {
        CompletableFuture<Void> started;
        try {
            started = CompletableFuture.runAsync(step, executor);
        } catch (RejectedExecutionException e) {
            failed.accept(e);
            return;
        }
        after(started, done -> {});
    }

    /** Runs a step with what comes of something else; if that fails, the chain does. */
    public <T> void after(CompletionStage<T> before, Consumer<T> step) {
        var unused = before.thenAccept(step).exceptionally(failure -> {
            failed.accept(Topics.cause(failure));
            return null;
        });
    }
}
