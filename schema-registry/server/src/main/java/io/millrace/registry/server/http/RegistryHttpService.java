package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request of the server: finds its route, runs it on the blocking executor, renders what comes out. */
public final class RegistryHttpService implements HttpService {
    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryHttpService.class);

    private final Router router;
    private final Judges judges;
    private final Auditing auditing;
    private final LeaderForwarding forwarding;

    RegistryHttpService(List<Route> routes, Judges judges, Auditing auditing, LeaderForwarding forwarding) {
        this.router = new Router(routes);
        this.judges = judges;
        this.auditing = auditing;
        this.forwarding = forwarding;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String target = context.routingContext().requestTarget().rawPath();
        String rawPath = withoutQuery(target == null ? context.path() : target);
        return HttpResponse.of(request.aggregate()
                .thenApplyAsync(whole -> respond(context, rawPath, whole), context.blockingTaskExecutor()));
    }

    private static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private HttpResponse respond(ServiceRequestContext context, String rawPath, AggregatedHttpRequest request) {
        MediaType type = MediaTypes.standard();
        Answer answer;
        try {
            type = MediaTypes.responseType(request.headers());
            answer = dispatch(context, rawPath, request);
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
        if (answer.lines().isPresent()) {
            return LinesResponse.of(context, answer.lines().get());
        }
        HttpStatus status = HttpStatus.valueOf(answer.status());
        return status.isContentAlwaysEmpty()
                ? HttpResponse.of(ResponseHeaders.of(status))
                : HttpResponse.of(status, type, answer.body());
    }

    private Answer dispatch(ServiceRequestContext context, String rawPath, AggregatedHttpRequest request) {
        Router.Found found = router.find(request.method().name(), rawPath);
        String body = request.contentUtf8();
        MediaTypes.requireReadable(request.headers(), body.length());
        Exchange exchange = new Exchange(
                found.context(), found.path(), context.queryParams(), body, judges.of(context, found.route()));
        judges.judge(exchange);
        Caller caller = Caller.of(context, request.headers());
        try {
            return auditing.run(found, exchange, caller);
        } catch (NotLeaderException e) {
            return forwarding.forward(e.leaderUrl(), request, caller, () -> auditing.run(found, exchange, caller));
        }
    }
}
