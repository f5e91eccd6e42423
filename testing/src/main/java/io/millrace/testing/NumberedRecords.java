package io.millrace.testing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** The records 0, 1, 2, ... of one partition: which of them were acknowledged, read, and found in the end. */
final class NumberedRecords {

    private static final long NOT_ACKNOWLEDGED = -1;
    /** A producer that learns of a duplicate is not told where the first one is. */
    private static final long SOMEWHERE = -2;

    private static final int FIRST_SIZE = 1 << 14;

    private long[] offsets = filled(new long[FIRST_SIZE], 0);
    private long[] numberAt = filled(new long[FIRST_SIZE], 0);
    private long acknowledged;

    static byte[] encode(long number, int sizeBytes) {
        return ByteBuffer.allocate(Math.max(Long.BYTES, sizeBytes))
                .putLong(number)
                .array();
    }

    static long decode(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    synchronized void acknowledged(long number, long offset) {
        int index = Math.toIntExact(number);
        offsets = grown(offsets, index);
        offsets[index] = offset < 0 ? SOMEWHERE : offset;
        acknowledged++;
    }

    synchronized long acknowledgedCount() {
        return acknowledged;
    }

    /** A consumer has seen it; from then on it must stay. */
    synchronized void read(long number, long offset) {
        int index = Math.toIntExact(offset);
        numberAt = grown(numberAt, index);
        numberAt[index] = number;
    }

    /** {@code found} has the records' numbers in the order of their offsets, {@code foundOffsets} those. */
    synchronized Verdict judge(long[] found, long[] foundOffsets) {
        BitSet seen = new BitSet();
        long doubled = 0;
        long outOfOrder = 0;
        long moved = 0;
        long previous = -1;
        for (int index = 0; index < found.length; index++) {
            int number = Math.toIntExact(found[index]);
            if (seen.get(number)) {
                doubled++;
            } else if (number < previous) {
                outOfOrder++;
            }
            previous = Math.max(previous, number);
            seen.set(number);
            long promised = number < offsets.length ? offsets[number] : NOT_ACKNOWLEDGED;
            if (promised >= 0 && promised != foundOffsets[index]) {
                moved++;
            }
        }
        long missing = 0;
        for (int number = 0; number < offsets.length; number++) {
            if (offsets[number] != NOT_ACKNOWLEDGED && !seen.get(number)) {
                missing++;
            }
        }
        return new Verdict(acknowledged, missing + moved, doubled, outOfOrder, vanished(found, foundOffsets));
    }

    private long vanished(long[] found, long[] foundOffsets) {
        long vanished = 0;
        int index = 0;
        for (int offset = 0; offset < numberAt.length; offset++) {
            while (index < foundOffsets.length && foundOffsets[index] < offset) {
                index++;
            }
            boolean there = index < foundOffsets.length && foundOffsets[index] == offset;
            if (numberAt[offset] >= 0 && (!there || found[index] != numberAt[offset])) {
                vanished++;
            }
        }
        return vanished;
    }

    private static long[] grown(long[] array, int index) {
        return index < array.length
                ? array
                : filled(Arrays.copyOf(array, Math.max(index + 1, 2 * array.length)), array.length);
    }

    private static long[] filled(long[] array, int from) {
        Arrays.fill(array, from, array.length, NOT_ACKNOWLEDGED);
        return array;
    }
}
