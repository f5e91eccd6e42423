package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetch sessions over a socket: named once, told only of what moves, across connections. */
class FetchSessionIT {

    private static final short VERSION = 18;
    private static final short VERSION_WITH_NAMES = 12;
    private static final int PARTITIONS = 3;

    @TempDir
    Path folder;

    @Test
    void aSessionTellsOnlyWhatMovedAndOutlivesItsConnection() throws Exception {
        try (BrokerServer broker = TestBroker.start(folder)) {
            // Given
            Uuid topicId = create(broker);
            int session;
            try (RawClient client = new RawClient(broker.address())) {
                FetchResponseData first = fetch(client, full(topicId));
                assertThat(partitionsOf(first)).containsExactly(0, 1, 2);
                session = first.sessionId();
                assertThat(session).isPositive();
                assertThat(partitionsOf(fetch(client, next(session, 1)))).isEmpty();
                // When
                ProduceResponseData produced = client.call(
                        ApiKeys.PRODUCE,
                        11,
                        RawProtocolIT.produce("sessions", (short) -1, "a"),
                        ProduceResponseData.class);
                assertThat(produced.responses()).hasSize(1);
                // Then
                FetchResponseData moved = fetch(client, next(session, 2));
                assertThat(partitionsOf(moved)).containsExactly(0);
                assertThat(recordBytes(moved)).isPositive();
            }
            try (RawClient other = new RawClient(broker.address())) {
                FetchRequestData forget = next(session, 3)
                        .setForgottenTopicsData(
                                List.of(new ForgottenTopic().setTopicId(topicId).setPartitions(List.of(0))));
                assertThat(partitionsOf(fetch(other, forget))).isEmpty();
                assertThat(errorOf(fetch(other, next(session, 3)))).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
                assertThat(errorOf(other.call(
                                ApiKeys.FETCH, VERSION_WITH_NAMES, next(session, 4), FetchResponseData.class)))
                        .isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
                assertThat(errorOf(fetch(other, next(session + 1, 4)))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
            }
        }
    }

    @Test
    void withoutSlotsEveryFetchIsAFullOne() throws Exception {
        try (BrokerServer broker = BrokerServer.start(
                TestBroker.properties(folder, Map.of("max.incremental.fetch.session.cache.slots", "0")))) {
            Uuid topicId = create(broker);
            try (RawClient client = new RawClient(broker.address())) {
                assertThat(fetch(client, full(topicId)).sessionId()).isZero();
            }
        }
    }

    private static Uuid create(BrokerServer broker) throws Exception {
        try (Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            return admin.createTopics(List.of(new NewTopic("sessions", PARTITIONS, (short) 1)))
                    .topicId("sessions")
                    .get();
        }
    }

    private static FetchRequestData full(Uuid topicId) {
        var topic = new FetchTopic().setTopicId(topicId);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            topic.partitions().add(new FetchPartition().setPartition(partition).setPartitionMaxBytes(1_000));
        }
        return new FetchRequestData().setSessionEpoch(0).setMaxBytes(10_000).setTopics(List.of(topic));
    }

    private static FetchRequestData next(int session, int epoch) {
        return new FetchRequestData()
                .setSessionId(session)
                .setSessionEpoch(epoch)
                .setMaxBytes(10_000);
    }

    private static FetchResponseData fetch(RawClient client, FetchRequestData request) throws Exception {
        return client.call(ApiKeys.FETCH, VERSION, request, FetchResponseData.class);
    }

    private static Errors errorOf(FetchResponseData response) {
        return Errors.forCode(response.errorCode());
    }

    private static List<Integer> partitionsOf(FetchResponseData response) {
        return response.responses().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(PartitionData::partitionIndex)
                .toList();
    }

    private static int recordBytes(FetchResponseData response) {
        return response.responses().get(0).partitions().get(0).records().sizeInBytes();
    }
}
