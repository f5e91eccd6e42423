package io.millrace.registry.server;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.atomic.AtomicReference;

/** Answers that the registry is starting until there is who answers. Any thread. */
final class StartingService implements HttpService {
    private final AtomicReference<HttpService> current = new AtomicReference<>((context, request) -> HttpResponse.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            MediaType.JSON,
            "{\"error_code\":50301,\"message\":\"The registry is starting\"}"));

    /** From now on this one answers, and says how its requests are to be read. */
    void become(HttpService service) {
        current.set(service);
    }

    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return current.get().exchangeType(context);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        return current.get().serve(context, request);
    }
}
