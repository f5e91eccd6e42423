package io.millrace.connect.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is to run what, as the leader of a term wrote it.
 *
 * @param term grows with each leader; what a leader of an older term writes counts for nothing
 * @param sequence grows within a term
 * @param next what is meant for a worker as soon as the one that still has it lets go
 * @param moves the newest moves for the sake of load, the oldest first, at most {@value Move#KEPT_MAX}
 */
public record Assignment(
        long term,
        long sequence,
        String leader,
        SortedSet<String> members,
        SortedMap<String, Work> work,
        SortedMap<String, Work> next,
        List<Move> moves) {

    public static final Assignment NONE =
            new Assignment(0, 0, "", Collections.emptySortedSet(), Collections.emptySortedMap());

    public Assignment {
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        work = Collections.unmodifiableSortedMap(new TreeMap<>(work));
        next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
        moves = List.copyOf(moves.subList(Math.max(0, moves.size() - Move.KEPT_MAX), moves.size()));
    }

    /** One in which nothing waits for anybody. */
    public Assignment(
            long term, long sequence, String leader, SortedSet<String> members, SortedMap<String, Work> work) {
        this(term, sequence, leader, members, work, Collections.emptySortedMap(), List.of());
    }

    /** What one worker is to run. */
    public Work of(String worker) {
        return work.getOrDefault(worker, Work.NONE);
    }

    /** What each worker has or waits for: the decision, of which {@link #work} is the part that may begin. */
    public SortedMap<String, Work> decided() {
        SortedMap<String, Work> decided = new TreeMap<>(work);
        next.forEach((worker, waiting) -> decided.merge(worker, waiting, Work::and));
        return decided;
    }

    /** Whether this one replaces {@code before}: the first leader to write in a term has it. */
    public boolean replaces(Assignment before) {
        if (term != before.term) {
            return term > before.term;
        }
        return leader.equals(before.leader) && sequence > before.sequence;
    }

    /** Whether a worker that has acted on {@code sequence} of {@code term} has seen this one. */
    public boolean seenAt(long seenTerm, long seenSequence) {
        return seenTerm > term || (seenTerm == term && seenSequence >= sequence);
    }

    /** The same work among the same members needs no new record. */
    public boolean says(SortedSet<String> otherMembers, Map<String, Work> otherWork, Map<String, Work> otherNext) {
        return members.equals(otherMembers) && work.equals(otherWork) && next.equals(otherNext);
    }
}
