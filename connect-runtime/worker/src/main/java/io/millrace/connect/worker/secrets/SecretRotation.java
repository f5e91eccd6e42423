package io.millrace.connect.worker.secrets;

import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.config.SecretResolver.Resolution;
import io.millrace.connect.plugins.secrets.Reference;
import io.millrace.connect.worker.secrets.SecretsInUse.Place;
import io.millrace.connect.worker.secrets.SecretsInUse.Use;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again what the references in use stand for, and has those instances restarted for which it is something
 * else than when they started. How often: when the provider announces a change, when the time to live is over that it gave, and
 * every interval.
 *
 * <p>Providers are plugins and may wait or hang, so a thread of its own calls them, one call after the other.
 */
public final class SecretRotation implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SecretRotation.class);
    private static final long TICK_MS = 1_000;
    private static final long RETRY_MS = 10_000;
    private static final long PAUSE_MAX_MS = 86_400_000;

    private final SecretsInUse inUse;
    private final SecretResolver resolver;
    private final SecretAnnouncements announcements;
    private final long intervalMs;
    private final Consumer<Set<Instance>> restart;
    private final Discretion discretion;
    private final ScheduledExecutorService thread;

    /**
     * Begins.
     *
     * @param intervalMs 0 for none, so that times to live count, or else a day
     * @param restart is given the instances whose secrets have changed
     * @param discretion of what providers say when they fail
     */
    public SecretRotation(
            String workerId,
            SecretsInUse inUse,
            SecretResolver resolver,
            long intervalMs,
            Consumer<Set<Instance>> restart,
            Discretion discretion) {
        this.inUse = inUse;
        this.resolver = resolver;
        this.announcements = new SecretAnnouncements(resolver::subscribe, discretion);
        this.intervalMs = intervalMs;
        this.restart = restart;
        this.discretion = discretion;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = new Thread(task, "connect-secrets-" + workerId);
            created.setDaemon(true);
            return created;
        });
        var unused = thread.scheduleWithFixedDelay(this::look, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Set<Instance> changed = changed();
            if (!changed.isEmpty()) {
                LOGGER.info("secrets have changed, restarting instances={}", changed);
                restart.accept(changed);
            }
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again.
            LOGGER.error("secrets not looked at", e);
        }
    }

    private Set<Instance> changed() {
        long nowNanos = System.nanoTime();
        Map<Map<String, String>, Optional<Resolution>> resolutions = new HashMap<>();
        Map<Place, Use> all = inUse.all();
        // Before anything is looked up, so that no change falls between the two.
        announcements.follow(
                all.values().stream().flatMap(use -> use.named().stream()).collect(Collectors.toSet()), nowNanos);
        Set<Reference> announced = announcements.take();
        Set<Instance> changed = new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
        all.forEach((place, use) -> {
            if (use.dueNanos() - nowNanos <= 0 || !Collections.disjoint(use.named(), announced)) {
                Optional<Resolution> now = resolutions.computeIfAbsent(use.references(), this::resolve);
                if (now.isPresent() && inUse.changed(use, now.get().data())) {
                    changed.add(place.instance());
                } else {
                    inUse.lookAgain(place, use, dueNanos(now));
                }
            }
        });
        all.forEach((place, use) -> {
            if (changed.contains(place.instance())) {
                inUse.done(place, use);
            }
        });
        return changed;
    }

    /** Empty when the provider fails: who runs goes on with what it has, and the next look may succeed. */
    private Optional<Resolution> resolve(Map<String, String> references) {
        try {
            return Optional.of(resolver.lookUp(references));
        } catch (Throwable e) {
            LOGGER.warn(
                    "references cannot be looked up, keeping what they stood for keys={} error={}",
                    references.keySet(),
                    discretion.text(e.toString()));
            return Optional.empty();
        }
    }

    private long dueNanos(Optional<Resolution> now) {
        long pauseMs = Math.min(intervalMs > 0 ? intervalMs : PAUSE_MAX_MS, PAUSE_MAX_MS);
        long holdsMs = now.map(Resolution::ttlMs).orElse(RETRY_MS);
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(pauseMs, holdsMs));
    }

    @Override
    public void close() {
        // Subscriptions end with their providers, which are closed next.
        thread.shutdownNow();
    }
}
