package io.millrace.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of bodies may be in memory at once, over all requests. Any thread. */
public final class ByteBudget {
    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    public ByteBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** False, and nothing taken, when there is no room. */
    public boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** What ends a request for which there is no room. */
    HttpProblemException noRoom() {
        return HttpProblemException.passing(
                429, 42901, "The bodies of all requests together are too large for this gateway now");
    }

    /** What is in use. */
    public long taken() {
        return taken.get();
    }
}
