package io.millrace.registry.server.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.acls.Permissions;
import io.millrace.http.listen.Entrance;
import java.util.Optional;

/** Finds for each request who judges it, and lets him judge by the path. Any thread. */
final class Judges {
    private final Optional<Permissions> permissions;
    private final Registry registry;

    /** Without {@code permissions} everybody who is let in may do everything. */
    Judges(Optional<Permissions> permissions, Registry registry) {
        this.permissions = permissions;
        this.registry = registry;
    }

    /** Who judges a request for a route. */
    Judge of(ServiceRequestContext context, Route route) {
        return permissions
                .map(known -> new Judge(
                        known,
                        Entrance.caller(context),
                        Caller.host(context),
                        Demands.of(route).orElseThrow(Judge::closed)))
                .orElse(Judge.NONE);
    }

    /** Ends a request whose caller has not what its route asks for. */
    void judge(Exchange exchange) {
        Judge judge = exchange.judge();
        switch (judge.demand().about()) {
            case NOTHING -> {
                return;
            }
            case SUBJECT -> judge.requireSubject(registry.subject(exchange));
            case SCOPE -> judge.requireScope(SettingScope.of(exchange).name());
            case ASSOCIATIONS -> AssociationRights.requireNamed(exchange);
            case BODY_SUBJECT -> requireBodySubject(exchange);
            case CLUSTER -> judge.requireCluster();
        }
    }

    private static void requireBodySubject(Exchange exchange) {
        Optional<String> subject;
        try {
            subject = KeyBody.subject(exchange);
        } catch (HttpProblemException e) {
            return;
        }
        subject.ifPresent(exchange.judge()::requireScope);
    }
}
