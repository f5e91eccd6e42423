package io.millrace.broker.network;

import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection holds of the broker's {@link RequestMemory} for a frame that has come in part, and whether it must
 * wait for others to give some back. On the connection's loop, but for what {@link RequestMemory} calls.
 */
final class MemoryShare implements RequestMemory.Part {

    private static final Logger LOGGER = LoggerFactory.getLogger(MemoryShare.class);

    private final RequestMemory memory;
    private final NetworkLoop loop;
    private final long stalledFrameMs;
    private final Runnable onChange;
    private final Runnable onGivenUp;
    private final Runnable wake = this::wake;
    private int partialBytes;
    private long turn = RequestMemory.NO_TURN;
    private boolean awaits;
    private boolean ended;
    private NetworkLoop.Timer stall = () -> {};

    /**
     * Holds nothing yet.
     *
     * @param stalledFrameMs how long to wait in vain before the oldest part of a frame is given up
     * @param onChange the connection may read again; on the loop
     * @param onGivenUp the part of a frame that it holds is taken from it; on the loop
     */
    MemoryShare(RequestMemory memory, NetworkLoop loop, long stalledFrameMs, Runnable onChange, Runnable onGivenUp) {
        this.memory = memory;
        this.loop = loop;
        this.stalledFrameMs = stalledFrameMs;
        this.onChange = onChange;
        this.onGivenUp = onGivenUp;
    }

    /** So much of a frame has come; 0 when it is whole. */
    void hold(int bytes) {
        if (bytes == partialBytes) {
            return;
        }
        boolean held = partialBytes > 0;
        int moreBytes = bytes - partialBytes;
        partialBytes = bytes;
        memory.addPart(moreBytes);
        if (!held && bytes > 0) {
            turn = memory.begins(this);
        } else if (held && bytes == 0) {
            long past = turn;
            turn = RequestMemory.NO_TURN;
            memory.ends(past);
        }
    }

    /** Whether the connection may read on now; if not, it is told when it may. */
    boolean allowsReading() {
        if (!awaits && memory.isExhausted() && !memory.mayReadOn(turn)) {
            awaits = true;
            memory.await(wake);
            watch(memory.oldestTurn());
        }
        return !awaits;
    }

    /** Whoever waits sees to it that nobody is waited for too long. */
    private void watch(long oldestTurn) {
        stall = loop.schedule(
                () -> {
                    if (oldestTurn != RequestMemory.NO_TURN && memory.oldestTurn() == oldestTurn) {
                        memory.giveUp(oldestTurn);
                    }
                    if (awaits && !ended) {
                        watch(memory.oldestTurn());
                    }
                },
                stalledFrameMs);
    }

    @Override
    public void mayReadOn() {
        memory.leave(wake);
        wake();
    }

    @Override
    public void giveUp() {
        try {
            loop.runOrExecute(() -> {
                if (partialBytes > 0) {
                    onGivenUp.run();
                }
            });
        } catch (RejectedExecutionException loopHasEnded) {
            LOGGER.debug("The listener is closed already; nothing is given up.");
        }
    }

    /** From any thread, and later even on the loop: the memory may call while the connection begins to wait. */
    private void wake() {
        try {
            loop.execute(() -> {
                awaits = false;
                stall.cancel();
                onChange.run();
            });
        } catch (RejectedExecutionException loopHasEnded) {
            LOGGER.debug("The listener is closed already; nobody is woken.");
        }
    }

    /** The connection reads no more. */
    void end() {
        ended = true;
        stall.cancel();
        hold(0);
    }

    /** The connection is gone. */
    void leave() {
        memory.leave(wake);
        end();
    }
}
