package io.millrace.gateway.http;

import java.util.concurrent.CompletableFuture;

/** Where the results of a stream go. All of it on the event loop. */
interface ResultOutput {
    /** Writes a result that is done, to be sent with the next {@link #send}. */
    void add(Pending result);

    /** Sends what was written; false if there is nothing. */
    boolean send();

    /** Completes when the client has taken what was sent. */
    CompletableFuture<Void> whenTaken();

    /** Completes when nothing more can be sent, for whatever reason. */
    CompletableFuture<Void> whenOver();

    /** Sends what was written, and {@code problem} behind it unless it is null, and ends. */
    void end(HttpProblemException problem);

    /** Ends the connection of a client that does not read. */
    void cut();
}
