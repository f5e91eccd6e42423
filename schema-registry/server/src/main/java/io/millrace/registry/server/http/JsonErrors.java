package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;

/** Gives the errors that the HTTP server finds itself the same JSON body as all others. */
public final class JsonErrors implements ServerErrorHandler {
    /** The type of an error's document. */
    public static MediaType type() {
        return MediaTypes.standard();
    }

    /** The document of an error that has no code of its own. */
    public static String body(int status, String message) {
        return Answer.error(status, status, message).body();
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return null; // the status that the server chose is rendered below
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
        return AggregatedHttpResponse.of(status, MediaTypes.standard(), HttpData.ofUtf8(body(status.code(), message)));
    }

    @Override
    public AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config, RequestHeaders headers, HttpStatus status, String description, Throwable cause) {
        return renderStatus(null, config, headers, status, description, cause);
    }
}
