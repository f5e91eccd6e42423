package io.millrace.connect.worker.secrets;

import io.millrace.connect.plugins.secrets.Reference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What config providers announce by themselves about the references in use. An announcement says where to look, no more:
 * what a reference stands for is looked up as ever. On the rotation's thread, but for the announcements.
 */
final class SecretAnnouncements {

    private static final Logger LOGGER = LoggerFactory.getLogger(SecretAnnouncements.class);

    /**
     * After a provider has failed to subscribe; twice as long after each further time without a success, up to
     * {@link #RETRY_MAX_MS}.
     */
    static final long RETRY_FIRST_MS = 5_000;

    static final long RETRY_MAX_MS = 600_000;

    private final Provider provider;
    private final Discretion discretion;
    private final LongSupplier nanos;
    /** One for each reference in use; empty for those of providers that announce nothing. */
    private final Map<Reference, Optional<AutoCloseable>> subscriptions = new LinkedHashMap<>();
    /** The providers that have failed, by name. A call may take them long, so one failure stands for all their references. */
    private final Map<String, Trouble> troubled = new HashMap<>();
    /** Why there is no subscription for a reference in use; the one that failed longest ago is the first. */
    private final Map<Reference, String> failed = new LinkedHashMap<>();
    /** Some of those that are, or a moment ago were, subscribed to. */
    private final Set<Reference> announced = ConcurrentHashMap.newKeySet();

    /** When a provider is asked again. */
    private record Trouble(long pauseMs, long againNanos) {}

    /** Whoever announces changes. */
    @FunctionalInterface
    interface Provider {

        /** Calls {@code changed} on any thread until what it returned is closed; empty when it never will, and throws when it may later. */
        Optional<AutoCloseable> subscribe(Reference reference, Runnable changed);
    }

    /**
     * Follows nothing yet.
     *
     * @param nanos as {@link System#nanoTime}
     */
    SecretAnnouncements(Provider provider, Discretion discretion, LongSupplier nanos) {
        this.provider = provider;
        this.discretion = discretion;
        this.nanos = nanos;
    }

    /**
     * Listens for these references and no others. Those of providers that have failed wait for {@link #followLate}, and
     * a provider that fails now is not asked for a second one.
     */
    void follow(Set<Reference> inUse) {
        failed.keySet().retainAll(inUse);
        troubled.keySet().retainAll(inUse.stream().map(Reference::provider).collect(Collectors.toSet()));
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
            boolean known = subscriptions.containsKey(reference) || troubled.containsKey(reference.provider());
            if (!known && !subscribe(reference)) {
                pause(reference.provider(), RETRY_FIRST_MS);
            }
        }
    }

    /**
     * Asks the providers again that have failed, if it is time. Whatever is listened for from now on counts as announced, as
     * it may have changed while nobody did.
     *
     * @param inUse as at the last {@link #follow}
     */
    void followLate(Set<Reference> inUse) {
        troubled.entrySet().stream()
                .filter(entry -> entry.getValue().againNanos() - nanos.getAsLong() <= 0)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(name -> askAgain(name, inUse));
    }

    private void askAgain(String name, Set<Reference> inUse) {
        // What has failed comes last, so that one bad reference keeps none of the others waiting for ever.
        Stream<Reference> untried = inUse.stream().filter(reference -> !failed.containsKey(reference));
        List<Reference> waiting = Stream.concat(untried, failed.keySet().stream())
                .filter(reference -> reference.provider().equals(name) && !subscriptions.containsKey(reference))
                .toList();
        boolean progress = false;
        for (Reference reference : waiting) {
            if (!subscribe(reference)) {
                long doubled = 2 * troubled.get(name).pauseMs();
                pause(name, progress ? RETRY_FIRST_MS : Math.min(doubled, RETRY_MAX_MS));
                return;
            }
            progress = true;
            if (subscriptions.get(reference).isPresent()) {
                announced.add(reference);
            }
        }
        troubled.remove(name);
        LOGGER.info("config provider takes subscriptions again provider={}", name);
    }

    /** From now on, as the call before may have taken long. */
    private void pause(String name, long pauseMs) {
        troubled.put(name, new Trouble(pauseMs, nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(pauseMs)));
    }

    private boolean subscribe(Reference reference) {
        try {
            subscriptions.put(reference, provider.subscribe(reference, () -> announced.add(reference)));
        } catch (Throwable e) {
            // Plugins throw anything. It is looked up from time to time as well.
            complain(reference, e);
            return false;
        }
        failed.remove(reference);
        return true;
    }

    private void complain(Reference reference, Throwable failure) {
        Throwable clean = discretion.failure(failure);
        String reason = clean.toString();
        boolean said = failed.entrySet().stream()
                .anyMatch(other -> other.getKey().provider().equals(reference.provider())
                        && other.getValue().equals(reason));
        // Anew, to be the last.
        failed.remove(reference);
        failed.put(reference, reason);
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
