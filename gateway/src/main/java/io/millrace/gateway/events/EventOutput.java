package io.millrace.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import java.util.concurrent.CompletableFuture;

/**
 * How a stream goes to its client. Pieces are made and sent by one thread at a time; the rest may be called by any.
 *
 * @param <P> what is sent at once
 */
interface EventOutput<P extends EventOutput.Piece> {
    /** Some events that are sent together. */
    interface Piece {
        /** A record, and where a client that has it goes on. */
        void record(String id, JsonNode document);

        /** Where a client goes on that got nothing more. */
        void position(String id);

        /** The stream lives. */
        void beat();
    }

    /** An empty one. */
    P piece();

    /** False when the client is gone. */
    boolean send(P piece);

    /** Completes when the client has taken what was sent. */
    CompletableFuture<Void> whenTaken();

    /** Completes when nothing more can be sent, for whatever reason. */
    CompletableFuture<Void> whenOver();

    /** Ends after what was sent, and says why if it is not the client's wish. */
    void fail(HttpProblemException problem, JsonNode document);

    /** Ends after what was sent: the client goes on elsewhere, or here anew. */
    void end();

    /** Ends the connection of a client that does not read. */
    void cut();
}
