package io.millrace.broker.network;

/** The time in which a connection is not read from because its client has used too much. On the connection's loop. */
final class Muting {

    private final NetworkLoop loop;
    private final Runnable changed;
    private NetworkLoop.Timer end = () -> {};
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

    void mute(long milliseconds) {
        muted = true;
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
