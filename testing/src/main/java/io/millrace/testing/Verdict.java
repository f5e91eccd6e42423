package io.millrace.testing;

import java.util.Locale;

/**
 * What a topic holds, held against what was promised of it.
 *
 * @param acknowledged how many records the broker has acknowledged
 * @param lost acknowledged and not there, or not at the offset that the acknowledgement named
 * @param doubled there more than once
 * @param outOfOrder there behind one that was sent later
 * @param vanished read while faults happened, and not there any more
 */
public record Verdict(long acknowledged, long lost, long doubled, long outOfOrder, long vanished) {

    /** Nothing that was promised is broken. */
    public boolean isClean() {
        return lost == 0 && doubled == 0 && outOfOrder == 0 && vanished == 0;
    }

    Verdict plus(Verdict other) {
        return new Verdict(
                acknowledged + other.acknowledged,
                lost + other.lost,
                doubled + other.doubled,
                outOfOrder + other.outOfOrder,
                vanished + other.vanished);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d acknowledged, %d lost, %d doubled, %d out of order, %d read and gone",
                acknowledged,
                lost,
                doubled,
                outOfOrder,
                vanished);
    }
}
