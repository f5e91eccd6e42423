package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request of the server: finds its route, runs it on the blocking executor if there is no prompt answer, renders
 * what comes out.
 */
public final class RegistryHttpService implements HttpService {
    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryHttpService.class);

    private static final int RETRY_AFTER_S = 1;

    private final BodyBudget bodies;
    private final PromptAnswers prompt;
    private final Router router;
    private final Judges judges;
    private final Auditing auditing;
    private final LeaderForwarding forwarding;

    RegistryHttpService(
            BodyBudget bodies,
            PromptAnswers prompt,
            List<Route> routes,
            Judges judges,
            Auditing auditing,
            LeaderForwarding forwarding) {
        this.bodies = bodies;
        this.prompt = prompt;
        this.router = new Router(routes);
        this.judges = judges;
        this.auditing = auditing;
        this.forwarding = forwarding;
    }

    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return WholeMessages.typeOf(context);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String target = context.routingContext().requestTarget().rawPath();
        String rawPath = withoutQuery(target == null ? context.path() : target);
        return HttpResponse.of(bodies.answered(request, whole -> respond(context, rawPath, whole))
                .exceptionally(failure -> withoutBody(context, AggregatedHttpRequest.of(request.headers()), failure)));
    }

    /** For a request of which the body was not taken. */
    private static HttpResponse withoutBody(
            ServiceRequestContext context, AggregatedHttpRequest request, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof HttpProblemException problem)) {
            throw new CompletionException(cause);
        }
        return respond(context, request, () -> {
                    throw problem;
                })
                .orElseThrow();
    }

    private CompletableFuture<HttpResponse> respond(
            ServiceRequestContext context, String rawPath, AggregatedHttpRequest whole) {
        RequestBody body = new RequestBody(whole.content());
        return respond(context, whole, () -> prompt.answer(context, rawPath, whole, body))
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.supplyAsync(
                        () -> respond(context, whole, () -> Optional.of(dispatch(context, rawPath, whole, body)))
                                .orElseThrow(),
                        context.blockingTaskExecutor()));
    }

    private static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Empty if there is no answer, neither a good nor a bad one. */
    private static Optional<HttpResponse> respond(
            ServiceRequestContext context, AggregatedHttpRequest request, Supplier<Optional<Answer>> answers) {
        MediaType type = MediaTypes.standard();
        Answer answer;
        try {
            type = MediaTypes.responseType(request.headers());
            Optional<Answer> made = answers.get();
            if (made.isEmpty()) {
                return Optional.empty();
            }
            answer = made.get();
        } catch (HttpProblemException e) {
            answer = Answer.error(e.status(), e.code(), e.getMessage());
        } catch (StoreException e) {
            LOGGER.atWarn().addKeyValue("code", e.code().code()).log(e.getMessage());
            answer = Answer.error(
                    e.code().httpStatus(), e.code().code(), "The registry's store failed: " + e.getMessage());
        } catch (RuntimeException e) {
            LOGGER.error("a request failed for a reason that nobody foresaw", e);
            RegistryErrorCode code = RegistryErrorCode.STORE_ERROR;
            answer = Answer.error(code.httpStatus(), code.code(), "Internal error");
        }
        return Optional.of(rendered(context, answer, type));
    }

    private static HttpResponse rendered(ServiceRequestContext context, Answer answer, MediaType type) {
        if (answer.lines().isPresent()) {
            return LinesResponse.of(context, answer.lines().get());
        }
        HttpStatus status = HttpStatus.valueOf(answer.status());
        if (status.equals(HttpStatus.TOO_MANY_REQUESTS)) {
            ResponseHeaders headers = ResponseHeaders.of(
                    status, HttpHeaderNames.CONTENT_TYPE, type, HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_S);
            return HttpResponse.of(headers, answer.content());
        }
        return status.isContentAlwaysEmpty()
                ? HttpResponse.of(ResponseHeaders.of(status))
                : HttpResponse.of(status, type, answer.content());
    }

    private Answer dispatch(
            ServiceRequestContext context, String rawPath, AggregatedHttpRequest request, RequestBody body) {
        Router.Found found = router.find(request.method().name(), rawPath);
        MediaTypes.requireReadable(request.headers(), request.content().length());
        Exchange exchange = new Exchange(
                found.context(), found.path(), context.queryParams(), body, judges.of(context, found.route()));
        Caller caller = Caller.of(context, request.headers());
        auditing.judge(found, exchange, caller, judges);
        try {
            return auditing.run(found, exchange, caller);
        } catch (NotLeaderException e) {
            return forwarding.forward(e.leaderUrl(), request, caller, () -> auditing.run(found, exchange, caller));
        }
    }
}
