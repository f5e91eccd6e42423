package io.millrace.broker.server.request;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiMessage;

/** How a request ends. */
public sealed interface Answer {

    /** With a response, after which a client that changes the cluster too fast has to wait for so long. */
    public record Message(ApiMessage message, long throttleMs) implements Answer {

        public Message(ApiMessage message) {
            this(message, 0);
        }
    }

    /**
     * With records, unless the client has had too many: then with none, and its session must not take them as told. One
     * of the two is called, once.
     *
     * @param bytes how many there are
     * @param whole the answer with the records
     * @param none the answer without them, which lets go of them
     */
    public record Records(long bytes, Supplier<ApiMessage> whole, Supplier<ApiMessage> none) implements Answer {}

    /** With nothing, as a producer with acks=0 wants it. */
    public record Nothing() implements Answer {}

    /** With the end of the connection, for clients that cannot be told otherwise. */
    public record Disconnect(String reason) implements Answer {}

    /** A response that is there already. */
    public static CompletableFuture<Answer> now(ApiMessage message) {
        return CompletableFuture.completedFuture(new Message(message));
    }

    /** A response that follows. */
    public static CompletableFuture<Answer> later(CompletableFuture<? extends ApiMessage> message) {
        return message.thenApply(Message::new);
    }
}
