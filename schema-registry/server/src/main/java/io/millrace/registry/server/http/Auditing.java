package io.millrace.registry.server.http;

import io.millrace.registry.server.audit.AuditLog;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.StoreException;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs handlers, and writes down what those do that change something. Only the instance that leads does: what a follower
 * is sent, it hands on, but for what needs no change. Where records are required, a change is announced before it is made and concluded before the
 * client hears of it; else it is concluded only, behind it.
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

    Answer run(Router.Found found, Exchange exchange, Caller caller) {
        Route route = found.route();
        return route.shortcut().apply(exchange).orElseGet(() -> {
            Optional<Change> change = route.change().filter(each -> log.isPresent() && each.isMadeBy(exchange));
            return change.isEmpty()
                    ? route.handler().handle(exchange)
                    : audited(route, change.get(), exchange, caller, log.get());
        });
    }

    private Answer audited(Route route, Change change, Exchange exchange, Caller caller, AuditLog audit) {
        store.requireLeader();
        AuditRecord record = new AuditRecord(UUID.randomUUID(), node, change, route.method(), exchange, caller);
        if (audit.isRequired()) {
            audit.announce(record.attempt());
        }
        try {
            Answer answer = route.handler().handle(exchange);
            audit.conclude(record.answered(answer));
            return answer;
        } catch (HttpProblemException e) {
            audit.conclude(record.ended("REFUSED", e.status(), e.code(), e.getMessage()));
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
