package io.millrace.broker.log.segment;

/**
 * Which bytes of a segment are known to be undamaged: those that this process has written or recovered (a suffix), and
 * those that it has checked since (one range, because reads are mostly sequential).
 */
final class VerifiedRanges {
    private int suffixStart;
    private int checkedStart;
    private int checkedEnd;

    /** {@code suffixStart}: everything from here on was written or validated by this process. */
    VerifiedRanges(int suffixStart) {
        this.suffixStart = suffixStart;
    }

    /** Where checking must end when {@code [start, end)} is to be served; {@code start} if nothing is left to check. */
    synchronized int uncheckedEnd(int start, int end) {
        int last = Math.min(end, suffixStart);
        return start >= last || (start >= checkedStart && last <= checkedEnd) ? start : last;
    }

    synchronized void checked(int start, int end) {
        boolean touches = start <= checkedEnd && end >= checkedStart;
        checkedStart = touches ? Math.min(checkedStart, start) : start;
        checkedEnd = touches ? Math.max(checkedEnd, end) : end;
    }

    synchronized void truncateTo(int size) {
        suffixStart = Math.min(suffixStart, size);
        checkedEnd = Math.min(checkedEnd, size);
        checkedStart = Math.min(checkedStart, checkedEnd);
    }
}
