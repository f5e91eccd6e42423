package io.millrace.connect.rest.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.connect.rest.access.Caller;
import io.millrace.connect.rest.access.Rights;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request of the server: finds its route, asks whether the caller may use it, lets it answer within a bound, renders what comes out. */
public final class RestService {
    private static final Logger AUDIT = LoggerFactory.getLogger("millrace.connect.audit");
    private static final Set<HttpMethod> READS = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final List<Route> routes;
    private final Router router;
    private final ErrorMapping errors;
    private final Forwarding forwarding;
    private final Duration bound;

    /** {@code bound} is how long a handler may take. */
    public RestService(List<Route> routes, ErrorMapping errors, Duration bound, Outgoing outgoing) {
        this.routes = List.copyOf(routes);
        this.router = new Router(this.routes);
        this.errors = errors;
        this.forwarding = new Forwarding(outgoing, bound.toMillis());
        this.bound = bound;
    }

    /** Everything that can be asked for. */
    public List<Route> routes() {
        return routes;
    }

    /** Answers a request of this caller. */
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request, Caller caller) {
        String rawPath = context.routingContext().requestTarget().rawPath();
        String path = rawPath == null ? context.path() : withoutQuery(rawPath);
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(whole -> arrived(context, path, whole, caller), context.blockingTaskExecutor()));
    }

    /** Only what has arrived gets so much time: above the bound on handlers, so that their error, which says more, comes first. */
    private CompletionStage<HttpResponse> arrived(
            ServiceRequestContext context, String path, AggregatedHttpRequest request, Caller caller) {
        context.setRequestTimeout(
                TimeoutMode.SET_FROM_NOW, bound.plus(Errand.PATIENCE).plus(MARGIN));
        return respond(context, path, request, caller);
    }

    private static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private CompletionStage<HttpResponse> respond(
            ServiceRequestContext context, String path, AggregatedHttpRequest request, Caller caller) {
        Router.Found found;
        Exchange exchange;
        try {
            found = router.find(request.method().name(), path);
            requireRight(caller, found);
            MediaTypes.requireAcceptable(request.headers(), found.route().produces());
            MediaTypes.requireReadable(request.headers(), !request.content().isEmpty());
            exchange = new Exchange(
                    caller,
                    found.path(),
                    context.queryParams(),
                    Utf8.text(request.content().array(), "The body"));
        } catch (HttpProblemException e) {
            return audited(
                    caller,
                    path,
                    request,
                    CompletableFuture.completedFuture(Rendering.of(request.method(), e.answer())));
        }
        return audited(
                caller,
                path,
                request,
                Errand.run(
                        found,
                        exchange,
                        () -> bounded(found.route().handler(), exchange),
                        forwarding.request(caller, path, context.queryParams(), request),
                        errors,
                        context.blockingTaskExecutor()));
    }

    /** One line for each change that somebody asked this worker for, done or refused. */
    private static CompletionStage<HttpResponse> audited(
            Caller caller, String path, AggregatedHttpRequest request, CompletionStage<HttpResponse> answer) {
        if (READS.contains(request.method())) {
            return answer;
        }
        return answer.thenApply(response -> response.mapHeaders(headers -> {
            AUDIT.info(
                    "principal=\"{}\" method={} path={} status={}",
                    caller.name(),
                    request.method(),
                    path,
                    headers.status().code());
            return headers;
        }));
    }

    private static void requireRight(Caller caller, Router.Found found) {
        Route route = found.route();
        Optional<String> connector = Optional.ofNullable(found.path().get("connector"));
        if (!Rights.allow(caller, route.method(), route.pattern(), connector)) {
            throw HttpProblemException.forbidden(caller, Rights.needed(route.method(), route.pattern()), connector);
        }
    }

    private CompletableFuture<Answer> bounded(Route.Handler handler, Exchange exchange) {
        try {
            return handler.handle(exchange)
                    .toCompletableFuture()
                    // A copy, since a timeout here must not complete a future that the worker still holds.
                    .copy()
                    .orTimeout(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
