package io.millrace.gateway.metrics;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/** {@code GET /metrics}. */
public final class MetricsService implements HttpService {
    private static final MediaType TYPE = MediaType.parse(PrometheusPage.TYPE);

    private final GatewayMetrics metrics;

    public MetricsService(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(HttpStatus.OK, TYPE, metrics.page());
    }
}
