package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.RetriableException;

/** A connector refuses offsets that it does not understand by an exception: the mistake is the client's. */
final class OffsetRefusals {

    private OffsetRefusals() {}

    static <T> CompletableFuture<T> explained(CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return CompletableFuture.failedFuture(
                    isRefusal(cause)
                            ? new ControlException(
                                    Reason.BAD_REQUEST,
                                    "The connector refuses these offsets: " + cause.getMessage(),
                                    cause)
                            : cause);
        });
    }

    private static boolean isRefusal(Throwable failure) {
        boolean judgement = failure instanceof KafkaException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnsupportedOperationException;
        return judgement && !(failure instanceof RetriableException);
    }
}
