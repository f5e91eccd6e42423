package io.millrace.connect.worker.secrets;

import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.config.SecretResolver;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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

    private final SecretPass pass;
    private final Consumer<Set<Instance>> restart;
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
        LongSupplier nanos = System::nanoTime;
        SecretAnnouncements announcements = new SecretAnnouncements(resolver::subscribe, discretion, nanos);
        this.pass = new SecretPass(inUse, resolver::lookUp, announcements, intervalMs, discretion, nanos);
        this.restart = restart;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = new Thread(task, "connect-secrets-" + workerId);
            created.setDaemon(true);
            return created;
        });
        var unused = thread.scheduleWithFixedDelay(this::look, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            pass.run(changed -> {
                LOGGER.info("secrets have changed, restarting instances={}", changed);
                restart.accept(changed);
            });
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again.
            LOGGER.error("secrets not looked at", e);
        }
    }

    @Override
    public void close() {
        // Subscriptions end with their providers, which are closed next.
        thread.shutdownNow();
    }
}
