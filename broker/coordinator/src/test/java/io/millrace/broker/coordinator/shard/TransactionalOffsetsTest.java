package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class TransactionalOffsetsTest {
    private static final long PRODUCER = 7;
    private static final long NOW_MS = 1_000_000;

    /** What stands in the log: a record, of a transaction or not, or a marker. */
    private record Entry(CoordinatorRecord record, long producerId, Optional<Boolean> commit) {}

    private final List<Entry> log = new ArrayList<>();
    private GroupShard shard = load();
    private Errors lastError = Errors.NONE;

    private GroupShard load() {
        GroupShard fresh = new GroupShard(GroupConfig.DEFAULTS);
        for (int offset = 0; offset < log.size(); offset++) {
            Entry entry = log.get(offset);
            if (entry.commit().isPresent()) {
                fresh.replayMarker(offset, entry.producerId(), entry.commit().get());
            } else if (entry.producerId() >= 0) {
                fresh.replayInTransaction(
                        offset,
                        entry.producerId(),
                        entry.record().key(),
                        entry.record().value());
            } else {
                fresh.replay(offset, entry.record().key(), entry.record().value());
            }
        }
        fresh.loaded(NOW_MS);
        return fresh;
    }

    private void settle(Decision decision) {
        long firstOffset = log.size();
        long producerId = decision.writer().map(writer -> writer.producerId()).orElse(-1L);
        decision.records().forEach(record -> log.add(new Entry(record, producerId, Optional.empty())));
        shard.accept(decision, firstOffset, NOW_MS).replies().forEach(reply -> {
            if (reply.response() instanceof TxnOffsetCommitResponseData response) {
                lastError = Errors.forCode(
                        response.topics().get(0).partitions().get(0).errorCode());
            }
        });
    }

    private static Caller caller() {
        return new Caller(1, (short) 5, "client", "/127.0.0.1");
    }

    private Errors commitInTransaction(long offset, int generation, String memberId) {
        var request = new TxnOffsetCommitRequestData()
                .setTransactionalId("tx")
                .setGroupId("g")
                .setProducerId(PRODUCER)
                .setProducerEpoch((short) 0)
                .setGenerationId(generation)
                .setMemberId(memberId)
                .setTopics(List.of(new TxnOffsetCommitRequestTopic()
                        .setName("t")
                        .setPartitions(List.of(new TxnOffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(offset)
                                .setCommittedMetadata("")))));
        settle(shard.commitOffsets(caller(), request, NOW_MS));
        return lastError;
    }

    private void commit(long offset) {
        var request = new OffsetCommitRequestData()
                .setGroupId("g")
                .setGenerationIdOrMemberEpoch(-1)
                .setTopics(List.of(new OffsetCommitRequestData.OffsetCommitRequestTopic()
                        .setName("t")
                        .setPartitions(List.of(new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(offset)))));
        settle(shard.commitOffsets(caller(), request, NOW_MS));
    }

    private void end(boolean commit) {
        shard.replayMarker(log.size(), PRODUCER, commit);
        log.add(new Entry(null, PRODUCER, Optional.of(commit)));
    }

    private OffsetFetchResponsePartitions fetch(boolean requireStable) {
        var request = new OffsetFetchRequestGroup()
                .setGroupId("g")
                .setTopics(List.of(new OffsetFetchRequestTopics().setName("t").setPartitionIndexes(List.of(0))));
        return shard.fetchOffsets(request, requireStable)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    private long committed() {
        return fetch(false).committedOffset();
    }

    @Test
    void showsAnOffsetWhenItsTransactionCommits() {
        // When
        Errors error = commitInTransaction(5, -1, "");
        long before = committed();
        short unstable = fetch(true).errorCode();
        end(true);

        // Then
        assertThat(error).isEqualTo(Errors.NONE);
        assertThat(before).isEqualTo(-1);
        assertThat(unstable).isEqualTo(Errors.UNSTABLE_OFFSET_COMMIT.code());
        assertThat(fetch(true).committedOffset()).isEqualTo(5);
        assertThat(fetch(true).errorCode()).isZero();
    }

    @Test
    void dropsAnOffsetWhenItsTransactionAborts() {
        // Given
        commit(3);

        // When
        commitInTransaction(5, -1, "");
        end(false);

        // Then
        assertThat(fetch(true).committedOffset()).isEqualTo(3);
    }

    @Test
    void knowsOpenAndEndedTransactionsAfterALoad() {
        // Given
        commitInTransaction(5, -1, "");
        end(true);
        commitInTransaction(9, -1, "");

        // When
        shard = load();

        // Then
        assertThat(committed()).isEqualTo(5);
        assertThat(fetch(true).errorCode()).isEqualTo(Errors.UNSTABLE_OFFSET_COMMIT.code());
        end(true);
        assertThat(committed()).isEqualTo(9);
    }

    @Test
    void letsANewerPlainCommitWin() {
        // Given
        commitInTransaction(5, -1, "");
        commit(8);

        // When
        end(true);

        // Then
        assertThat(committed()).isEqualTo(8);
        shard = load();
        assertThat(committed()).isEqualTo(8);
    }

    @Test
    void refusesMembersThatTheGroupDoesNotHave() {
        // Given
        commit(1);

        // Then
        assertThat(commitInTransaction(5, 1, "nobody")).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void deletesPendingOffsetsWithTheirGroupAndTopic() {
        // Given
        commitInTransaction(5, -1, "");

        // When
        settle(shard.deleteGroups(caller(), new DeleteGroupsRequestData().setGroupsNames(List.of("g")), NOW_MS));
        end(true);

        // Then
        assertThat(committed()).isEqualTo(-1);
        commitInTransaction(6, -1, "");
        settle(shard.topicsDeleted(List.of("t"), NOW_MS));
        end(true);
        assertThat(committed()).isEqualTo(-1);
    }
}
