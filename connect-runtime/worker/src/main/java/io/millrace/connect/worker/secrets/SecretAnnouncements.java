package io.millrace.connect.worker.secrets;

import io.millrace.connect.plugins.secrets.Reference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What config providers announce by themselves about the references in use. An announcement says where to look, no more:
 * what a reference stands for is looked up as ever. On the rotation's thread, but for the announcements.
 */
final class SecretAnnouncements {

    private static final Logger LOGGER = LoggerFactory.getLogger(SecretAnnouncements.class);

    private final Provider provider;
    private final Discretion discretion;
    /** One for each reference in use; empty for those of providers that announce nothing. */
    private final Map<Reference, Optional<AutoCloseable>> subscriptions = new LinkedHashMap<>();
    /** Some of those that are, or a moment ago were, subscribed to. */
    private final Set<Reference> announced = ConcurrentHashMap.newKeySet();

    /** Whoever announces changes. */
    @FunctionalInterface
    interface Provider {

        /** Calls {@code changed} on any thread until what it returned is closed; empty when it never will. */
        Optional<AutoCloseable> subscribe(Reference reference, Runnable changed);
    }

    SecretAnnouncements(Provider provider, Discretion discretion) {
        this.provider = provider;
        this.discretion = discretion;
    }

    /** Listens for these references and no others. */
    void follow(Set<Reference> inUse) {
        Iterator<Map.Entry<Reference, Optional<AutoCloseable>>> each =
                subscriptions.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Reference, Optional<AutoCloseable>> entry = each.next();
            if (!inUse.contains(entry.getKey())) {
                each.remove();
                entry.getValue().ifPresent(subscription -> end(entry.getKey(), subscription));
            }
        }
        inUse.forEach(reference -> subscriptions.computeIfAbsent(reference, this::subscribe));
    }

    private Optional<AutoCloseable> subscribe(Reference reference) {
        try {
            return provider.subscribe(reference, () -> announced.add(reference));
        } catch (Throwable e) {
            // Plugins throw anything. It is looked up from time to time as well.
            LOGGER.warn(
                    "config provider does not announce changes, they are noticed later provider={} path={}",
                    reference.provider(),
                    reference.path(),
                    discretion.failure(e));
            return Optional.empty();
        }
    }

    private void end(Reference reference, AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Throwable e) {
            LOGGER.warn(
                    "config provider does not end a subscription provider={} path={}",
                    reference.provider(),
                    reference.path(),
                    discretion.failure(e));
        }
    }

    /** What has been announced since the last time. */
    Set<Reference> take() {
        Set<Reference> taken = Set.copyOf(announced);
        announced.removeAll(taken);
        return taken;
    }
}
