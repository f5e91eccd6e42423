package io.millrace.connect.worker.secrets;

import io.millrace.connect.plugins.secrets.Reference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What config providers announce by themselves about the references in use. An announcement says where to look, no more:
 * what a reference stands for is looked up as ever. On the rotation's thread, but for the announcements.
 */
final class SecretAnnouncements {

    private static final Logger LOGGER = LoggerFactory.getLogger(SecretAnnouncements.class);

    /** After a provider has failed to subscribe; twice as long after each further time, up to {@link #RETRY_MAX_MS}. */
    static final long RETRY_FIRST_MS = 5_000;

    static final long RETRY_MAX_MS = 600_000;

    private final Provider provider;
    private final Discretion discretion;
    /** One for each reference in use; empty for those of providers that announce nothing. */
    private final Map<Reference, Optional<AutoCloseable>> subscriptions = new LinkedHashMap<>();
    /** Those in use to which the provider failed to subscribe, and which are tried again. */
    private final Map<Reference, Trouble> troubled = new HashMap<>();
    /** Some of those that are, or a moment ago were, subscribed to. */
    private final Set<Reference> announced = ConcurrentHashMap.newKeySet();

    /** Why there is no subscription yet, and when to try again. */
    private record Trouble(String reason, long pauseMs, long againNanos) {}

    /** Whoever announces changes. */
    @FunctionalInterface
    interface Provider {

        /** Calls {@code changed} on any thread until what it returned is closed; empty when it never will, and throws when it may later. */
        Optional<AutoCloseable> subscribe(Reference reference, Runnable changed);
    }

    SecretAnnouncements(Provider provider, Discretion discretion) {
        this.provider = provider;
        this.discretion = discretion;
    }

    /**
     * Listens for these references and no others.
     *
     * @param nowNanos as of {@link System#nanoTime}
     */
    void follow(Set<Reference> inUse, long nowNanos) {
        troubled.keySet().retainAll(inUse);
        Iterator<Map.Entry<Reference, Optional<AutoCloseable>>> each =
                subscriptions.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Reference, Optional<AutoCloseable>> entry = each.next();
            if (!inUse.contains(entry.getKey())) {
                each.remove();
                entry.getValue().ifPresent(subscription -> end(entry.getKey(), subscription));
            }
        }
        for (Reference reference : inUse) {
            Trouble trouble = troubled.get(reference);
            if (!subscriptions.containsKey(reference) && (trouble == null || trouble.againNanos() - nowNanos <= 0)) {
                subscribe(reference, nowNanos);
            }
        }
    }

    private void subscribe(Reference reference, long nowNanos) {
        Optional<AutoCloseable> subscription;
        try {
            subscription = provider.subscribe(reference, () -> announced.add(reference));
        } catch (Throwable e) {
            // Plugins throw anything. It is looked up from time to time as well.
            failed(reference, e, nowNanos);
            return;
        }
        subscriptions.put(reference, subscription);
        if (troubled.remove(reference) != null && subscription.isPresent()) {
            // It may have changed while nobody listened.
            announced.add(reference);
            LOGGER.info(
                    "config provider announces changes now provider={} path={}",
                    reference.provider(),
                    reference.path());
        }
    }

    private void failed(Reference reference, Throwable failure, long nowNanos) {
        Throwable clean = discretion.failure(failure);
        String reason = clean.toString();
        boolean said = troubled.entrySet().stream()
                .anyMatch(other -> other.getKey().provider().equals(reference.provider())
                        && other.getValue().reason().equals(reason));
        Trouble before = troubled.get(reference);
        long pauseMs = before == null ? RETRY_FIRST_MS : Math.min(2 * before.pauseMs(), RETRY_MAX_MS);
        troubled.put(reference, new Trouble(reason, pauseMs, nowNanos + TimeUnit.MILLISECONDS.toNanos(pauseMs)));
        if (!said) {
            LOGGER.warn(
                    "config provider does not announce changes, they are noticed later; it is asked again provider={} path={}",
                    reference.provider(),
                    reference.path(),
                    clean);
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
