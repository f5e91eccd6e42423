package io.millrace.integration.faults.connect;

import java.util.Locale;

/**
 * What is in a topic or table, held against how far the source's committed offsets say that it has counted.
 *
 * @param acknowledged numbers below the committed source offsets
 * @param lost of these, how many are not there
 * @param doubled how often a number is there once more
 * @param outOfOrder how often one is there behind a greater one of its source; 0 where there is no order
 * @param ahead numbers that are there although their source offset is not committed
 */
record CountVerdict(long acknowledged, long lost, long doubled, long outOfOrder, long ahead) {

    /** Each number is there once, and nothing else. */
    boolean isClean() {
        return lost == 0 && doubled == 0 && outOfOrder == 0 && ahead == 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d acknowledged, %d lost, %d doubled, %d out of order, %d without source offset",
                acknowledged,
                lost,
                doubled,
                outOfOrder,
                ahead);
    }
}
