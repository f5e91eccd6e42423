package io.millrace.broker.replication;

import java.util.List;

/**
 * What a replica is at the moment. Legal moves:
 *
 * <pre>
 *   offline --LedBySelf--> leader --LedBySelf, higher epoch--> leader of the next term
 *   leader --Stopped--> offline
 * </pre>
 */
sealed interface ReplicaRole permits OfflineRole, LeaderRole {

    /** The role after the event; effects are added in the order in which they must be done. */
    ReplicaRole step(ReplicaEvent event, HighWatermark highWatermark, List<ReplicaEffect> effects);
}
