package io.millrace.connect.rest.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Takes every request of the server: finds its route, lets it answer within a bound, renders what comes out. */
public final class RestService implements HttpService {
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final Router router;
    private final ErrorMapping errors;
    private final Forwarding forwarding;
    private final Duration bound;

    /** {@code bound} is how long a handler may take. */
    public RestService(List<Route> routes, ErrorMapping errors, Duration bound) {
        this.router = new Router(routes);
        this.errors = errors;
        this.forwarding = new Forwarding(bound.toMillis());
        this.bound = bound;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        // Above the bound on handlers, so that their error, which says more, comes first.
        context.setRequestTimeout(TimeoutMode.SET_FROM_START, bound.plus(MARGIN));
        String rawPath = context.routingContext().requestTarget().rawPath();
        String path = rawPath == null ? context.path() : withoutQuery(rawPath);
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(whole -> respond(context, path, whole), context.blockingTaskExecutor()));
    }

    private static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private CompletionStage<HttpResponse> respond(
            ServiceRequestContext context, String path, AggregatedHttpRequest request) {
        CompletableFuture<Answer> answer;
        try {
            answer = dispatch(context, path, request)
                    .toCompletableFuture()
                    // A copy, since a timeout here must not complete a future that the worker still holds.
                    .copy()
                    .orTimeout(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((found, failure) -> {
            if (failure == null) {
                return render(request.method(), found);
            }
            return recover(context, path, request, failure);
        });
    }

    private CompletionStage<Answer> dispatch(
            ServiceRequestContext context, String path, AggregatedHttpRequest request) {
        Router.Found found = router.find(request.method().name(), path);
        MediaTypes.requireAcceptable(request.headers());
        MediaTypes.requireReadable(request.headers(), !request.content().isEmpty());
        return found.route().handler().handle(new Exchange(found.path(), context.queryParams(), request.contentUtf8()));
    }

    private HttpResponse recover(
            ServiceRequestContext context, String path, AggregatedHttpRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Optional<URI> elsewhere = errors.elsewhere(cause);
        if (elsewhere.isPresent()) {
            try {
                HttpResponse forwarded = forwarding.forward(elsewhere.get(), path, context.queryParams(), request);
                return HttpResponse.of(forwarded.aggregate().thenCompose(answer -> errors.heard()
                        .handle((done, late) -> answer.toHttpResponse())));
            } catch (HttpProblemException e) {
                return render(request.method(), Answer.error(e.status(), e.getMessage()));
            }
        }
        if (cause instanceof HttpProblemException problem) {
            return render(request.method(), Answer.error(problem.status(), problem.getMessage()));
        }
        return render(request.method(), errors.answer(cause));
    }

    private static HttpResponse render(HttpMethod method, Answer answer) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(answer.status()));
        answer.headers().forEach(headers::add);
        if (answer.document() == null) {
            return HttpResponse.of(headers.build());
        }
        headers.contentType(MediaTypes.JSON);
        HttpData body = HttpData.ofUtf8(Json.write(answer.document()));
        if (method == HttpMethod.HEAD) {
            headers.contentLength(body.length());
            return HttpResponse.of(headers.build());
        }
        return HttpResponse.of(headers.build(), body);
    }
}
