package io.millrace.broker.log.wal;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How much company a group waits for before it is synced. A sync costs the processor the same for one entry as for
 * twenty, so while many write at once a group waits until it is as large as the largest of late; whoever writes alone
 * waits for nobody. Guarded by the write-ahead log's lock.
 */
final class GroupPace {
    /** The longest wait, a few syncs of a fast disk. */
    static final long MAX_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(500);

    /** So much is synced at once: beyond it the bytes cost more than the sync does. */
    static final int ENOUGH_BYTES = 256 << 10;

    /** With fewer in a group nobody can say that more are on their way. */
    private static final int MIN_ENTRIES = 4;

    private static final int REMEMBERED_GROUPS = 8;

    private final int[] entriesOfLate = new int[REMEMBERED_GROUPS];
    private int next;
    private int wantedEntries;

    boolean isEnough(int entries, int bytes) {
        return entries >= wantedEntries || bytes >= ENOUGH_BYTES;
    }

    /** {@code inTime}: it was enough before the longest wait was over. If not, those who came before write no more. */
    void onGroup(int entries, boolean inTime) {
        if (!inTime) {
            Arrays.fill(entriesOfLate, 0);
        }
        entriesOfLate[next] = entries;
        next = (next + 1) % REMEMBERED_GROUPS;
        int largest = 0;
        for (int one : entriesOfLate) {
            largest = Math.max(largest, one);
        }
        wantedEntries = largest < MIN_ENTRIES ? 0 : largest;
    }
}
