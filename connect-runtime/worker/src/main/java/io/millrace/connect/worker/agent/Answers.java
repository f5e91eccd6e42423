package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Makes every answer one that the control interface allows: in time, and failing with a reason. */
final class Answers {

    private final ControlLoop loop;
    private final long timeoutMs;

    Answers(ControlLoop loop, long timeoutMs) {
        this.loop = loop;
        this.timeoutMs = timeoutMs;
    }

    /** An answer from memory. */
    <T> CompletableFuture<T> now(Supplier<T> read) {
        try {
            return CompletableFuture.completedFuture(read.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(reason(e));
        }
    }

    /** An answer that takes a while; it is given on the control loop. */
    <T> CompletableFuture<T> later(Supplier<CompletableFuture<T>> action) {
        CompletableFuture<T> running;
        try {
            running = action.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(reason(e));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        running.copy()
                .orTimeout(timeoutMs, TimeUnit.MILLISECONDS)
                .whenCompleteAsync(
                        (value, failure) -> {
                            if (failure == null) {
                                answer.complete(value);
                            } else {
                                answer.completeExceptionally(reason(failure));
                            }
                        },
                        loop)
                .exceptionally(unheard -> {
                    // Without effect but when the loop did not take it.
                    answer.completeExceptionally(reason(unheard));
                    return null;
                });
        return answer;
    }

    /** What happened, without what futures wrap around it. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private ControlException reason(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof ControlException control) {
            return control;
        }
        if (cause instanceof ConfigException || cause instanceof RecordTooLargeException) {
            return new ControlException(Reason.BAD_REQUEST, cause.getMessage(), cause);
        }
        if (cause instanceof TimeoutException) {
            return new ControlException(
                    Reason.TIMED_OUT, "Request timed out after " + timeoutMs + " ms; it may still take effect", cause);
        }
        return new ControlException(
                Reason.INTERNAL, cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
