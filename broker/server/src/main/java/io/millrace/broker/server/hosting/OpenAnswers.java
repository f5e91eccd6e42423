package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** Whom a shard owes an answer, by request id. Bounded by what connections may have in flight. On the shard's loop. */
final class OpenAnswers {

    private final Map<Long, CompletableFuture<ApiMessage>> byRequestId = new HashMap<>();
    private long nextRequestId;

    long add(CompletableFuture<ApiMessage> answer) {
        long requestId = nextRequestId++;
        byRequestId.put(requestId, answer);
        return requestId;
    }

    void answer(Reply reply, Errors error) {
        CompletableFuture<ApiMessage> answer = byRequestId.remove(reply.requestId());
        if (answer != null) {
            complete(answer, reply.response(), error);
        }
    }

    void refuseAll() {
        byRequestId
                .values()
                .forEach(answer -> answer.completeExceptionally(new NotCoordinatorException("The coordinator moved.")));
        byRequestId.clear();
    }

    static <T> void complete(CompletableFuture<T> answer, T value, Errors error) {
        if (error == Errors.NONE) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(new NotCoordinatorException("The decision could not be stored: " + error));
        }
    }
}
