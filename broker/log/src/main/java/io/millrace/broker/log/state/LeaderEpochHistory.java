package io.millrace.broker.log.state;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which leader epoch began at which offset. Changes happen under the partition's lock and replace one immutable list, so
 * any thread may read.
 */
public final class LeaderEpochHistory {
    private volatile List<Start> starts = List.of();

    /** The first offset that a leader epoch may write. */
    public record Start(int leaderEpoch, long startOffset) {}

    public LeaderEpochHistory() {}

    public LeaderEpochHistory(List<Start> starts) {
        starts.forEach(start -> begin(start.leaderEpoch(), start.startOffset()));
    }

    public List<Start> starts() {
        return starts;
    }

    /** True if this was news. An epoch that wrote nothing is replaced by the one that begins where it began. */
    public boolean begin(int leaderEpoch, long startOffset) {
        List<Start> present = starts;
        if (leaderEpoch < 0 || (!present.isEmpty() && last(present).leaderEpoch() >= leaderEpoch)) {
            return false;
        }
        List<Start> changed = new ArrayList<>(present);
        changed.removeIf(start -> start.startOffset() >= startOffset);
        changed.add(new Start(leaderEpoch, startOffset));
        starts = List.copyOf(changed);
        return true;
    }

    /** True if epochs were removed because they began at or after {@code endOffset}. */
    public boolean truncateTo(long endOffset) {
        List<Start> kept =
                starts.stream().filter(start -> start.startOffset() < endOffset).toList();
        boolean changed = kept.size() != starts.size();
        starts = kept;
        return changed;
    }

    /** True if epochs changed because the log now begins at {@code startOffset}. */
    public boolean startAt(long startOffset) {
        List<Start> present = starts;
        int covering = -1;
        while (covering + 1 < present.size() && present.get(covering + 1).startOffset() <= startOffset) {
            covering++;
        }
        if (covering < 0) {
            return false;
        }
        List<Start> changed = new ArrayList<>(present.subList(covering, present.size()));
        changed.set(0, new Start(changed.get(0).leaderEpoch(), startOffset));
        starts = List.copyOf(changed);
        return !changed.equals(present);
    }

    public OptionalInt latest() {
        List<Start> present = starts;
        return present.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(last(present).leaderEpoch());
    }

    public OptionalInt epochAt(long offset) {
        OptionalInt found = OptionalInt.empty();
        for (Start start : starts) {
            if (start.startOffset() > offset) {
                break;
            }
            found = OptionalInt.of(start.leaderEpoch());
        }
        return found;
    }

    /** The largest known epoch not above the given one; its end is the next one's start, or the log's end. */
    public Start endOf(int leaderEpoch, long logEndOffset) {
        List<Start> present = starts;
        if (present.isEmpty() || leaderEpoch < 0 || leaderEpoch > last(present).leaderEpoch()) {
            return new Start(-1, -1L);
        }
        Start floor = null;
        for (Start start : present) {
            if (start.leaderEpoch() > leaderEpoch) {
                return floor == null
                        ? new Start(leaderEpoch, start.startOffset())
                        : new Start(floor.leaderEpoch(), start.startOffset());
            }
            floor = start;
        }
        return new Start(floor.leaderEpoch(), logEndOffset);
    }

    private static Start last(List<Start> present) {
        return present.get(present.size() - 1);
    }
}
