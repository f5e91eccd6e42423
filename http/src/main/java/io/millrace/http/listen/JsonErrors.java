package io.millrace.http.listen;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.function.Function;

/** Gives the errors that the HTTP server finds itself the JSON body that all of a server's errors have. Any thread. */
public final class JsonErrors implements ServerErrorHandler {
    private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();

    private final Function<RequestHeaders, MediaType> type;

    /** Errors are of the type that {@code type} finds by the headers, which are null where they could not be read. */
    public JsonErrors(Function<RequestHeaders, MediaType> type) {
        this.type = type;
    }

    /** The document of an error that has no code of its own. */
    public static String body(int status, String message) {
        return "{\"error_code\":" + status + ",\"message\":\"" + new String(QUOTES.quoteAsString(message)) + "\"}";
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        // The status that the server chooses is rendered below.
        return null;
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            ServiceRequestContext context,
            ServiceConfig config,
            RequestHeaders headers,
            HttpStatus status,
            String description,
            Throwable cause) {
        String body = body(status.code(), "HTTP " + status.code() + " " + status.reasonPhrase());
        return AggregatedHttpResponse.of(status, type.apply(headers), HttpData.ofUtf8(body));
    }

    @Override
    public AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config, RequestHeaders headers, HttpStatus status, String description, Throwable cause) {
        // What cannot be read as HTTP is no failure of this server, though its decoder failed on it.
        HttpStatus told = status.equals(HttpStatus.INTERNAL_SERVER_ERROR) ? HttpStatus.BAD_REQUEST : status;
        return renderStatus(null, config, headers, told, description, cause);
    }
}
