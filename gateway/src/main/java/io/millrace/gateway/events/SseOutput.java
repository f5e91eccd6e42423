package io.millrace.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.millrace.gateway.http.HttpProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A stream as {@code text/event-stream}. */
final class SseOutput implements EventOutput<EventText> {
    private final HttpResponseWriter response = HttpResponse.streaming();

    SseOutput() {
        response.write(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(MediaType.EVENT_STREAM)
                .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .build());
    }

    HttpResponse response() {
        return response;
    }

    @Override
    public EventText piece() {
        return new EventText();
    }

    @Override
    public boolean send(EventText text) {
        return response.tryWrite(HttpData.wrap(text.bytes()));
    }

    @Override
    public CompletableFuture<Void> whenTaken() {
        return response.whenConsumed();
    }

    @Override
    public CompletableFuture<Void> whenOver() {
        return response.whenComplete();
    }

    @Override
    public void fail(HttpProblemException problem, JsonNode document) {
        EventText last = new EventText();
        last.error(document);
        // If the client is gone, nobody hears of it.
        var unused = response.tryWrite(HttpData.wrap(last.bytes()));
        response.close();
    }

    @Override
    public void end() {
        response.close();
    }

    @Override
    public void cut() {
        response.abort(new TimeoutException("the client does not read its events"));
    }
}
