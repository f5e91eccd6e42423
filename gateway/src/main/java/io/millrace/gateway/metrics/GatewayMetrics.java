package io.millrace.gateway.metrics;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Counts what a gateway is asked and what it writes. Series are as many as there are routes, times statuses that they
 * answered. Any thread.
 */
public final class GatewayMetrics {
    private static final String PREFIX = "millrace_gateway_";

    /** Of requests that no route takes: what clients invent is no label. */
    private static final String NO_ROUTE = "none";

    private final Map<Asked, RouteFigures> routes = new ConcurrentHashMap<>();
    private final List<Gauge> gauges = new ArrayList<>();
    private final LongAdder produced = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private record Asked(String method, String route) {
        Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("method", method);
            labels.put("route", route);
            return labels;
        }
    }

    private record Gauge(String name, String help, LongSupplier value) {}

    /** Something that is looked at when it is asked for; before the server starts. */
    public void gauge(String name, String help, LongSupplier value) {
        gauges.add(new Gauge(PREFIX + name, help, value));
    }

    /** So many records were acknowledged. */
    public void produced(long records) {
        produced.add(records);
    }

    /** A record that was sent was not acknowledged. */
    public void failed() {
        failed.increment();
    }

    /** A request that is over, answered or not. */
    public void requested(RequestLog log) {
        ServiceRequestContext context = (ServiceRequestContext) log.context();
        Route route = context.config().route();
        Asked asked = route.isFallback()
                ? new Asked(NO_ROUTE, NO_ROUTE)
                : new Asked(context.method().name(), pattern(route));
        HttpStatus status = log.responseStatus();
        long began = log.responseStartTimeNanos() - log.requestStartTimeNanos();
        routes.computeIfAbsent(asked, fresh -> new RouteFigures())
                .add(
                        status == null || status.equals(HttpStatus.UNKNOWN) ? "none" : status.codeAsText(),
                        Math.max(0, began),
                        log.requestLength(),
                        log.responseLength());
    }

    /** The path with names in braces, as routes are written; the server may keep them with colons. */
    private static String pattern(Route route) {
        return Arrays.stream(route.patternString().split("/", -1))
                .map(part -> part.startsWith(":") ? "{" + part.substring(1) + "}" : part)
                .collect(Collectors.joining("/"));
    }

    /** All of it, for Prometheus. */
    String page() {
        PrometheusPage page = new PrometheusPage();
        Map<Asked, RouteFigures> sorted =
                new TreeMap<>(Comparator.comparing(Asked::route).thenComparing(Asked::method));
        sorted.putAll(routes);
        String requests = PREFIX + "requests_total";
        page.family(requests, "counter", "Requests that are over, by the status of their answer.");
        sorted.forEach((asked, figures) -> figures.tellRequests(page, requests, asked.labels()));
        String seconds = PREFIX + "request_seconds";
        page.family(seconds, "histogram", "Time from the request until its answer began.");
        sorted.forEach((asked, figures) -> figures.tellSeconds(page, seconds, asked.labels()));
        tell(page, sorted, "request_bytes_total", "Bytes of bodies of requests, as they came.", RouteFigures::bytesIn);
        tell(page, sorted, "response_bytes_total", "Bytes of bodies of answers.", RouteFigures::bytesOut);
        total(page, "records_produced_total", "Records that the cluster acknowledged.", produced);
        total(page, "records_failed_total", "Records that were sent and that the cluster did not acknowledge.", failed);
        for (Gauge each : gauges) {
            page.family(each.name(), "gauge", each.help());
            page.count(each.name(), Map.of(), each.value().getAsLong());
        }
        return page.toString();
    }

    private static void tell(
            PrometheusPage page,
            Map<Asked, RouteFigures> routes,
            String name,
            String help,
            ToLongFunction<RouteFigures> value) {
        page.family(PREFIX + name, "counter", help);
        routes.forEach((asked, figures) -> page.count(PREFIX + name, asked.labels(), value.applyAsLong(figures)));
    }

    private static void total(PrometheusPage page, String name, String help, LongAdder value) {
        page.family(PREFIX + name, "counter", help);
        page.count(PREFIX + name, Map.of(), value.sum());
    }
}
