package io.millrace.broker.server.api.records;

import org.apache.kafka.common.protocol.Errors;

/** Compares the leader epoch that a client knows with the one that the partition is in (KIP-320). */
final class LeaderEpochCheck {

    private static final int CLIENT_DOES_NOT_KNOW = -1;

    private LeaderEpochCheck() {}

    static Errors of(int clientsLeaderEpoch, int leaderEpoch) {
        if (clientsLeaderEpoch == CLIENT_DOES_NOT_KNOW || clientsLeaderEpoch == leaderEpoch) {
            return Errors.NONE;
        }
        return clientsLeaderEpoch < leaderEpoch ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
    }
}
