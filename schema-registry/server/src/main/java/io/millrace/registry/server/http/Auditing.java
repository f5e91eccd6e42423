package io.millrace.registry.server.http;

import io.millrace.registry.server.audit.AuditLog;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.StoreException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs handlers, and writes down what those do that change something. Only the instance that leads does: what a follower
 * is sent, it hands on, but for what needs no change. Where records are required, a change is announced before it is made
 * and concluded before the client hears of it; else it is concluded only, behind it. A change that is refused for want of a
 * right, by whichever instance, is written down behind its answer.
 */
final class Auditing {
    private final Optional<AuditLog> log;
    private final RegistryStore store;
    private final String node;

    Auditing(Optional<AuditLog> log, RegistryStore store, String node) {
        this.log = log;
        this.store = store;
        this.node = node;
    }

    /** Judges a request by its path. */
    void judge(Router.Found found, Exchange exchange, Caller caller, Judges judges) {
        orDenied(found.route(), exchange, caller, () -> {
            judges.judge(exchange);
            return exchange;
        });
    }

    /** What a judge says, and whatever ends a request before it is a change of this instance. */
    private <T> T orDenied(Route route, Exchange exchange, Caller caller, Supplier<T> judged) {
        try {
            return judged.get();
        } catch (HttpProblemException e) {
            if (e.isDenial()) {
                changeBy(route, exchange).ifPresent(change -> log.orElseThrow()
                        .deny(() -> record(route, change, exchange, caller).refused(e)));
            }
            throw e;
        }
    }

    /** What a request changes, if that is written down. */
    private Optional<Change> changeBy(Route route, Exchange exchange) {
        return route.change().filter(each -> log.isPresent() && each.isMadeBy(exchange));
    }

    private AuditRecord record(Route route, Change change, Exchange exchange, Caller caller) {
        return new AuditRecord(UUID.randomUUID(), node, change, route.method(), exchange, caller);
    }

    Answer run(Router.Found found, Exchange exchange, Caller caller) {
        Route route = found.route();
        Optional<Answer> unchanged =
                orDenied(route, exchange, caller, () -> route.shortcut().apply(exchange));
        return unchanged.orElseGet(() -> {
            Optional<Change> change = changeBy(route, exchange);
            return change.isEmpty()
                    ? route.handler().handle(exchange)
                    : audited(route, change.get(), exchange, caller, log.get());
        });
    }

    private Answer audited(Route route, Change change, Exchange exchange, Caller caller, AuditLog audit) {
        store.requireLeader();
        AuditRecord record = record(route, change, exchange, caller);
        if (audit.isRequired()) {
            audit.announce(record.attempt());
        }
        try {
            Answer answer = route.handler().handle(exchange);
            audit.conclude(record.answered(answer));
            return answer;
        } catch (HttpProblemException e) {
            audit.conclude(record.refused(e));
            throw e;
        } catch (NotLeaderException e) {
            if (audit.isRequired()) {
                audit.conclude(record.ended("FORWARDED", 0, 0, e.leaderUrl()));
            }
            throw e;
        } catch (StoreException e) {
            audit.conclude(
                    record.ended("UNKNOWN", e.code().httpStatus(), e.code().code(), e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            audit.conclude(record.ended("UNKNOWN", 500, 50001, e.toString()));
            throw e;
        }
    }
}
