package io.millrace.gateway.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;

/** Gives the errors that the HTTP server finds itself the same JSON body as all others. */
public final class JsonErrors implements ServerErrorHandler {
    /** The document of an error that has no code of its own. */
    public static String body(int status, String message) {
        return new String(Json.write(Reply.error(status, message)), StandardCharsets.UTF_8);
    }

    /** A request that ends before its handler, in the form of the interface that it asks. */
    public static HttpResponse answer(RequestHeaders headers, HttpProblemException problem) {
        return Reply.problem(problem)
                .rendered(headers.method(), Surface.of(headers.path()).standard());
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
        String message = "HTTP " + status.code() + " " + status.reasonPhrase();
        Surface surface = headers == null ? Surface.PLAIN : Surface.of(headers.path());
        return AggregatedHttpResponse.of(
                status, surface.standard(), HttpData.wrap(Json.write(Reply.error(status.code(), message))));
    }

    @Override
    public AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config, RequestHeaders headers, HttpStatus status, String description, Throwable cause) {
        // What cannot be read as HTTP is no failure of this server, though its decoder failed on it.
        HttpStatus told = status.equals(HttpStatus.INTERNAL_SERVER_ERROR) ? HttpStatus.BAD_REQUEST : status;
        return renderStatus(null, config, headers, told, description, cause);
    }
}
