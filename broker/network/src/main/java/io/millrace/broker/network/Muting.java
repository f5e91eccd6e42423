package io.millrace.broker.network;

import java.util.concurrent.TimeUnit;

/** The time in which a connection is not read from because its client has used too much. On the connection's loop. */
final class Muting {

    private final NetworkLoop loop;
    private final Runnable changed;
    private NetworkLoop.Timer end = () -> {};
    private long endNs;
    private boolean muted;

    /**
     * Begins with a connection that is read from.
     *
     * @param changed runs whenever the connection falls silent or may speak again
     */
    Muting(NetworkLoop loop, Runnable changed) {
        this.loop = loop;
        this.changed = changed;
    }

    boolean isMuted() {
        return muted;
    }

    /** For this time at least: one that ends earlier than what holds already changes nothing. */
    void mute(long milliseconds) {
        long nowNs = System.nanoTime();
        long timeNs = TimeUnit.MILLISECONDS.toNanos(milliseconds);
        if (muted && endNs - nowNs >= timeNs) {
            return;
        }
        muted = true;
        endNs = nowNs + timeNs;
        end.cancel();
        end = loop.schedule(this::unmute, milliseconds);
        changed.run();
    }

    private void unmute() {
        muted = false;
        changed.run();
    }

    /** The connection is no more. */
    void cancel() {
        end.cancel();
    }
}
