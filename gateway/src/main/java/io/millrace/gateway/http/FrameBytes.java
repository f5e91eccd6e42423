package io.millrace.gateway.http;

/**
 * What of one WebSocket is in memory and not handled yet, in frames without an end too; it counts like a body. All of it on
 * one event loop.
 */
final class FrameBytes {
    private static final int MASK_BYTES = 4;
    private static final int SHORT_MAX = 125;
    private static final int MEDIUM_MAX = 65_535;

    private final ByteBudget budget;
    private long held;
    private boolean released;
    private boolean isFull;
    private Runnable full = () -> {};

    FrameBytes(ByteBudget budget) {
        this.budget = budget;
    }

    /** Runs this when something comes for which there is no room. */
    void whenFull(Runnable action) {
        full = action;
    }

    /** So many bytes came; false when they are to be dropped, and all that follow. */
    boolean arrived(int bytes) {
        if (released || isFull) {
            return false;
        }
        if (budget.tryTake(bytes)) {
            held += bytes;
            return true;
        }
        isFull = true;
        full.run();
        return false;
    }

    /** A frame of a client with so much in it was made of what came. */
    void framed(int payloadBytes) {
        int length = payloadBytes <= SHORT_MAX ? 0 : payloadBytes <= MEDIUM_MAX ? Short.BYTES : Long.BYTES;
        give(2 + length + MASK_BYTES);
    }

    /** So much of what was in frames is not held any more. */
    void give(int bytes) {
        if (!released) {
            budget.give(bytes);
            held -= bytes;
        }
    }

    /** Nothing is held any more, nor will be. */
    void release() {
        budget.give(held);
        held = 0;
        released = true;
    }
}
