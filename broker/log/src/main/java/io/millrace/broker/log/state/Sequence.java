package io.millrace.broker.log.state;

/** Producer sequence numbers: after the largest int comes 0. */
final class Sequence {
    static final int NONE = -1;

    private Sequence() {}

    static int plus(int sequence, int delta) {
        return sequence > Integer.MAX_VALUE - delta ? delta - (Integer.MAX_VALUE - sequence) - 1 : sequence + delta;
    }

    static int minus(int sequence, int delta) {
        return sequence < delta ? Integer.MAX_VALUE - (delta - sequence) + 1 : sequence - delta;
    }

    static boolean follows(int last, int next) {
        return next == plus(last, 1);
    }
}
