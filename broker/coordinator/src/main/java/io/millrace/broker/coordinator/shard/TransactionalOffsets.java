package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.MemberCheck;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.consumer.ConsumerReads;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TransactionalWriter;
import io.millrace.broker.coordinator.offset.CommitOffsetsInTransaction;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.Errors;

/** Offsets that a producer commits with its transaction, and who may (KIP-447). */
final class TransactionalOffsets {
    private final ShardState state;
    private final GroupConfig config;

    TransactionalOffsets(ShardState state, GroupConfig config) {
        this.state = state;
        this.config = config;
    }

    void commit(PendingDecision pending, Caller caller, TxnOffsetCommitRequestData request, long nowMs) {
        pending.ifRefused(caller, error -> CommitOffsetsInTransaction.refused(request, AppendErrors.forCommits(error)));
        Optional<ClassicGroup> group = state.group(request.groupId());
        Optional<ConsumerGroup> consumer = state.consumerGroup(request.groupId());
        Optional<Errors> complaint = consumer.isPresent()
                ? ConsumerReads.transactionalComplaint(
                        consumer.get(),
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationId(),
                        partitions(request))
                : classicComplaint(group, request);
        if (complaint.isPresent()) {
            // Producers know generations only, whatever the group's protocol calls them.
            Errors known = complaint.get() == Errors.STALE_MEMBER_EPOCH ? Errors.ILLEGAL_GENERATION : complaint.get();
            pending.draft().reply(caller, CommitOffsetsInTransaction.refused(request, known));
            return;
        }
        if (group.isEmpty() && consumer.isEmpty()) {
            pending.turn(new ClassicGroup(request.groupId(), nowMs), config, nowMs);
        }
        pending.inTransaction(new TransactionalWriter(request.producerId(), request.producerEpoch()));
        pending.draft()
                .reply(
                        caller,
                        CommitOffsetsInTransaction.commit(request, pending.draft(), config, state.wallMs(nowMs)));
    }

    private PartitionSet partitions(TxnOffsetCommitRequestData request) {
        PartitionSet.Builder partitions = PartitionSet.builder();
        request.topics().forEach(topic -> {
            Uuid id =
                    state.topology().topic(topic.name()).map(Topology.Topic::id).orElse(Uuid.ZERO_UUID);
            topic.partitions().forEach(partition -> partitions.add(id, partition.partitionIndex()));
        });
        return partitions.build();
    }

    private Optional<Errors> classicComplaint(Optional<ClassicGroup> group, TxnOffsetCommitRequestData request) {
        return group.isPresent()
                ? MemberCheck.transactionalComplaint(
                        group.get(), request.memberId(), request.groupInstanceId(), request.generationId())
                : newGroupComplaint(request);
    }

    private Optional<Errors> newGroupComplaint(TxnOffsetCommitRequestData request) {
        if (request.generationId() >= 0) {
            return Optional.of(Errors.ILLEGAL_GENERATION);
        }
        return state.groupCount() >= config.maxGroups() ? Optional.of(Errors.GROUP_MAX_SIZE_REACHED) : Optional.empty();
    }
}
