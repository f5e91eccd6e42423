package io.millrace.broker.log.state;

/**
 * The time at one moment. Producers are idle by a clock that never jumps; snapshots, which another process may read, and
 * clients are told the time of the wall clock.
 *
 * @param nowMs by the clock that never jumps
 * @param wallAheadMs how far the wall clock is ahead of it; negative if it is behind
 */
public record ProducerTime(long nowMs, long wallAheadMs) {
    /** What the wall clock would have shown then. */
    long toWallMs(long ms) {
        return ms + wallAheadMs;
    }

    /** From a snapshot; whoever wrote it may have had a wall clock that was ahead, but no producer wrote later than now. */
    long ofWallMs(long wallMs) {
        return Math.min(nowMs, wallMs - wallAheadMs);
    }
}
