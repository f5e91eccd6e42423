package io.millrace.connect.rest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.connect.rest.access.Caller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads from other servers of this kind. Nobody waits longer than {@link #ANSWER_MAX} for one of them. */
public final class Peers {

    /** From the call to the last byte, the connection included. */
    public static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    private static final long ANSWER_BYTES_MAX = 16L * 1024 * 1024;

    private final Outgoing.Sender sender;

    public Peers(Outgoing outgoing) {
        this.sender = outgoing.with(client -> client.responseTimeout(ANSWER_MAX).maxResponseLength(ANSWER_BYTES_MAX));
    }

    /**
     * The document at a path, which begins with a slash, as the caller may see it. Fails with an {@link IOException} whose message ends the sentence
     * "the worker ...".
     */
    public CompletableFuture<JsonNode> get(Caller caller, URI base, String path) {
        return sender.send(caller, HttpMethod.GET, base, path, HttpData.empty())
                .orTimeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(failure(failure));
                    }
                    return read(answer);
                });
    }

    private static JsonNode read(AggregatedHttpResponse answer) {
        if (!answer.status().equals(HttpStatus.OK)) {
            throw new CompletionException(new IOException(
                    "answered with the status " + answer.status().code()));
        }
        try {
            return Json.read(answer.contentUtf8());
        } catch (HttpProblemException e) {
            throw new CompletionException(new IOException("answered with something else than JSON", e));
        }
    }

    private static IOException failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean late =
                cause instanceof TimeoutException || cause instanceof com.linecorp.armeria.common.TimeoutException;
        return new IOException(
                late
                        ? "did not answer within " + ANSWER_MAX.toMillis() + " ms"
                        : "cannot be reached: " + cause.getMessage(),
                cause);
    }
}
