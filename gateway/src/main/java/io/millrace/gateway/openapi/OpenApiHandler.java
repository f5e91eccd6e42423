package io.millrace.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET /openapi.json}: the same for everybody, whatever he may do. */
public final class OpenApiHandler {
    private static final String RESOURCE = "openapi.json";

    private final JsonNode document;

    public OpenApiHandler() {
        try (InputStream in = OpenApiHandler.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            document = Json.readObject(in.readAllBytes(), RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " of this build cannot be read", e);
        }
    }

    /** The description. */
    public CompletionStage<Reply> show(Exchange exchange) {
        return CompletableFuture.completedFuture(Reply.ok(document));
    }
}
