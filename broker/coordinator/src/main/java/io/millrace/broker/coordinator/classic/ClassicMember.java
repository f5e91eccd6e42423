package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.decision.Caller;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * A member of a classic group.
 *
 * @param groupInstanceId present for a static member, who keeps its place over restarts
 * @param joining the open join request, while it waits for the others
 * @param syncing the open sync request, while it waits for the leader
 * @param isNew it has joined and never heard of a generation yet
 */
public record ClassicMember(
        String memberId,
        Optional<String> groupInstanceId,
        String clientId,
        String clientHost,
        MemberTerms terms,
        Bytes assignment,
        Optional<Caller> joining,
        Optional<Caller> syncing,
        boolean isNew) {
    static final Bytes NO_ASSIGNMENT = Bytes.wrap(new byte[0]);

    boolean isStatic() {
        return groupInstanceId.isPresent();
    }

    boolean isWaiting() {
        return joining.isPresent() || syncing.isPresent();
    }

    ClassicMember withTerms(MemberTerms newTerms) {
        return new ClassicMember(
                memberId, groupInstanceId, clientId, clientHost, newTerms, assignment, joining, syncing, isNew);
    }

    ClassicMember withClient(Caller caller) {
        return new ClassicMember(
                memberId,
                groupInstanceId,
                caller.clientId(),
                caller.clientHost(),
                terms,
                assignment,
                joining,
                syncing,
                isNew);
    }

    ClassicMember withAssignment(Bytes newAssignment) {
        return new ClassicMember(
                memberId, groupInstanceId, clientId, clientHost, terms, newAssignment, joining, syncing, isNew);
    }

    ClassicMember withJoining(Optional<Caller> newJoining) {
        return new ClassicMember(
                memberId, groupInstanceId, clientId, clientHost, terms, assignment, newJoining, syncing, isNew);
    }

    ClassicMember withSyncing(Optional<Caller> newSyncing) {
        return new ClassicMember(
                memberId, groupInstanceId, clientId, clientHost, terms, assignment, joining, newSyncing, isNew);
    }

    ClassicMember settled() {
        return new ClassicMember(
                memberId, groupInstanceId, clientId, clientHost, terms, assignment, joining, syncing, false);
    }

    /** The same place in the group under a new member id; nothing is waiting for the new one yet. */
    ClassicMember withMemberId(String newMemberId) {
        return new ClassicMember(
                newMemberId,
                groupInstanceId,
                clientId,
                clientHost,
                terms,
                assignment,
                Optional.empty(),
                Optional.empty(),
                isNew);
    }
}
