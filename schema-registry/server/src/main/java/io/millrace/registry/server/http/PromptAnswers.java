package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.registry.server.storage.WouldWaitException;
import java.util.List;
import java.util.Optional;

/**
 * Answers what clients ask most on the event loop of their connection: schemas that are small, and known. To hand a request
 * to another thread and its answer back costs more than such an answer. Whatever would wait for a lock, or parse, is left
 * to those who may.
 */
final class PromptAnswers {
    private final Router router;
    private final Judges judges;

    /** With handlers and judges whose registry ends what would wait. */
    PromptAnswers(List<Route> routes, Judges judges) {
        this.router = new Router(routes);
        this.judges = judges;
    }

    /** Empty if it is not to be had at once; ends the request where it is refused. */
    Optional<Answer> answer(
            ServiceRequestContext context, String rawPath, AggregatedHttpRequest request, RequestBody body) {
        if (request.content().length() > Registry.PROMPT_CHARACTERS_MAX) {
            return Optional.empty();
        }
        Optional<Router.Found> found = router.seek(request.method().name(), rawPath);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        MediaTypes.requireReadable(request.headers(), request.content().length());
        Route route = found.get().route();
        Exchange exchange = new Exchange(
                found.get().context(), found.get().path(), context.queryParams(), body, judges.of(context, route));
        try {
            judges.judge(exchange);
            return route.change().isPresent()
                    ? route.shortcut().apply(exchange)
                    : Optional.of(route.handler().handle(exchange));
        } catch (WouldWaitException e) {
            return Optional.empty();
        } catch (HttpProblemException e) {
            // Whoever may wait also writes down who was refused a change.
            if (e.isDenial() && route.change().isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
