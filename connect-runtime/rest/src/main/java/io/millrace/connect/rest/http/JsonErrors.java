package io.millrace.connect.rest.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;

/** Gives the errors that the HTTP server finds itself the same JSON body as all others. */
public final class JsonErrors implements ServerErrorHandler {
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
        return AggregatedHttpResponse.of(
                status,
                MediaTypes.JSON,
                HttpData.ofUtf8(Json.write(Answer.error(status.code(), message).document())));
    }

    @Override
    public AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config, RequestHeaders headers, HttpStatus status, String description, Throwable cause) {
        return renderStatus(null, config, headers, status, description, cause);
    }
}
