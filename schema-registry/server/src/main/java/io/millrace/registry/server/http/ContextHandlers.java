package io.millrace.registry.server.http;

import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.DeleteContext;
import java.util.List;

/** {@code /contexts}: their names, and the end of one. */
final class ContextHandlers {
    private final Registry registry;

    ContextHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/contexts", this::list),
                Route.changing(Change.DELETE_CONTEXT, "DELETE", "/contexts/{context}", this::delete));
    }

    private Answer list(Exchange exchange) {
        String prefix = exchange.text("contextPrefix", "");
        List<String> names = registry.read(state -> state.contexts()).stream()
                .filter(each -> each.startsWith(prefix))
                .filter(each -> mayKnow(exchange, each))
                .toList();
        return Answer.names(exchange.page(names));
    }

    /** Whoever may read a subject in it. */
    private boolean mayKnow(Exchange exchange, String context) {
        SubjectPrefix all = SubjectPrefix.parseIn(context, "");
        return exchange.judge().mayDescribeCluster()
                || registry.read(state -> state.subjects(all, Visibility.WITH_DELETED)).stream()
                        .anyMatch(exchange.judge()::mayRead);
    }

    private Answer delete(Exchange exchange) {
        String context = SubjectName.contextNamed(exchange.part("context"));
        registry.write(state -> DeleteContext.decide(state, context, registry.modesMayChange()));
        return Answer.empty();
    }
}
