package io.millrace.broker.coordinator.decision;

import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * A pure coordinator over one partition of an internal topic, as its host drives it: loaded from the log, then asked for
 * one {@link Decision} after the other, each of which is settled by {@link #accept} or {@link #refuse} before the next.
 */
public interface CoordinatorShard {

    /** A record of the log, while loading; skipped if nobody can read it. */
    void replay(long offset, byte[] key, byte[] value);

    /** As above, of a record that belongs to a producer's transaction. */
    void replayInTransaction(long offset, long producerId, byte[] key, byte[] value);

    /** A producer's transaction has ended in this partition: while loading, or later by a marker of its coordinator. */
    void replayMarker(long offset, long producerId, boolean commit);

    /** The log has been read to its end. */
    Effects loaded(long nowMs);

    /** When {@link #expire} has something to do; {@link Long#MAX_VALUE} for never. */
    long nextDeadlineMs();

    /** The next thing that is due by now; ask again after settling it. */
    Optional<Decision> expire(long nowMs);

    /** The records are in the log from this offset on (it does not matter when there are none): the decision is true. */
    Effects accept(Decision decision, long firstOffset, long nowMs);

    /** The log has taken nothing: nothing has changed, and whoever asked gets the error in words it knows. */
    Effects refuse(Decision decision, Errors error, long nowMs);

    /** Answers everybody who waits with NOT_COORDINATOR. The shard must not be used after that. */
    Effects drop();

    /** How many groups, or whatever else it coordinates, it knows. */
    int size();

    /** Records of kinds that this build does not read; they stay in the log. */
    long skippedRecords();

    /** Records that are damaged, or of a version that this build does not know; they stay in the log. */
    long undecodableRecords();
}
