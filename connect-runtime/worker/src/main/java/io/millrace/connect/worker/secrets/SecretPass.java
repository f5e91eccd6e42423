package io.millrace.connect.worker.secrets;

import io.millrace.connect.plan.restart.Instance;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look after the other at what the references in use stand for. On the rotation's thread; providers may keep it. */
final class SecretPass {

    private static final Logger LOGGER = LoggerFactory.getLogger(SecretPass.class);
    private static final long RETRY_MS = 10_000;
    private static final long PAUSE_MAX_MS = 86_400_000;

    private final SecretsInUse inUse;
    private final Function<Map<String, String>, Resolution> lookUp;
    private final SecretAnnouncements announcements;
    private final long intervalMs;
    private final Discretion discretion;
    private final LongSupplier nanos;

    /**
     * Looks at nothing yet.
     *
     * @param intervalMs 0 for none, so that times to live count, or else a day
     * @param nanos as {@link System#nanoTime}
     */
    SecretPass(
            SecretsInUse inUse,
            Function<Map<String, String>, Resolution> lookUp,
            SecretAnnouncements announcements,
            long intervalMs,
            Discretion discretion,
            LongSupplier nanos) {
        this.inUse = inUse;
        this.lookUp = lookUp;
        this.announcements = announcements;
        this.intervalMs = intervalMs;
        this.discretion = discretion;
        this.nanos = nanos;
    }

    /** Looks at all that is due; {@code restart} is given the instances whose secrets have changed, if there are any. */
    void run(Consumer<Set<Instance>> restart) {
        Map<Place, Use> all = inUse.all();
        Set<Reference> named =
                all.values().stream().flatMap(use -> use.named().stream()).collect(Collectors.toSet());
        // Before anything is looked up, so that no change falls between the two.
        announcements.follow(named);
        Set<Instance> changed = changed(all);
        if (!changed.isEmpty()) {
            restart.accept(changed);
        }
        // A provider that has failed may well keep the thread again, so all else comes first.
        announcements.followLate(named);
    }

    private Set<Instance> changed(Map<Place, Use> all) {
        long nowNanos = nanos.getAsLong();
        Map<Map<String, String>, Optional<Resolution>> resolutions = new HashMap<>();
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
            return Optional.of(lookUp.apply(references));
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
        return nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(Math.min(pauseMs, holdsMs));
    }
}
