package io.millrace.registry.serde;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token that is asked for again shortly before it expires, by one thread at a time: the others go on with the one that
 * there is, or wait for the answer if there is none. Any thread.
 */
final class RenewedToken {
    private static final Logger LOGGER = LoggerFactory.getLogger(RenewedToken.class);
    /** Of a short life, this part is left when a token is renewed. */
    private static final int MARGIN_DIVISOR = 5;
    /** Between two tries to renew a token that is still good. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    private final Supplier<IssuedToken> issuer;
    private final Duration margin;
    private final LongSupplier nanoTime;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile Held held;
    private volatile Failed failed = new Failed(0, null);

    /** When a token is to be renewed, and when it ends, in the nanoseconds of the clock. */
    private record Held(String text, long renewNanos, long endNanos) {}

    private record Failed(int times, RegistryException last) {}

    /**
     * One that was not asked for yet.
     *
     * @param issuer asks for a token, or fails with a {@link RegistryException}
     * @param margin how long before its end a token is renewed; at most a fifth of its life
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    RenewedToken(Supplier<IssuedToken> issuer, Duration margin, LongSupplier nanoTime) {
        this.issuer = issuer;
        this.margin = margin;
        this.nanoTime = nanoTime;
    }

    /** The token; fails with what its issuer said if there is none that is good. */
    String text() {
        long nowNanos = nanoTime.getAsLong();
        Held known = held;
        if (known != null && nowNanos - known.renewNanos() < 0) {
            return known.text();
        }
        return known != null && nowNanos - known.endNanos() < 0 ? renewedAhead(known) : renewed();
    }

    private String renewedAhead(Held known) {
        if (!turn.tryLock()) {
            return known.text();
        }
        try {
            return held.equals(known) ? ask() : held.text();
        } catch (RegistryException e) {
            LOGGER.warn("A token for the schema registry is not renewed yet: {}", e.getMessage());
            held = new Held(known.text(), nanoTime.getAsLong() + RETRY_PAUSE.toNanos(), known.endNanos());
            return known.text();
        } finally {
            turn.unlock();
        }
    }

    private String renewed() {
        int failuresBefore = failed.times();
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
        try {
            Held now = held;
            if (now != null && nanoTime.getAsLong() - now.endNanos() < 0) {
                return now.text();
            }
            if (failed.times() != failuresBefore) {
                // Whoever had the turn has asked for this thread, too: threads do not wait for one time-out after
                // another.
                RegistryException last = failed.last();
                throw new RegistryException(last.getMessage(), last.status(), 0, last);
            }
            return ask();
        } finally {
            turn.unlock();
        }
    }

    /** How many threads wait for the answer that another one has asked for. */
    int waiting() {
        return turn.getQueueLength();
    }

    /** Whoever has the turn asks. */
    private String ask() {
        long askedNanos = nanoTime.getAsLong();
        try {
            IssuedToken token = issuer.get();
            Duration left = token.lifetime().dividedBy(MARGIN_DIVISOR);
            Duration renewAfter = token.lifetime().minus(left.compareTo(margin) < 0 ? left : margin);
            held = new Held(
                    token.text(),
                    askedNanos + renewAfter.toNanos(),
                    askedNanos + token.lifetime().toNanos());
            return token.text();
        } catch (RegistryException e) {
            failed = new Failed(failed.times() + 1, e);
            throw e;
        }
    }
}
