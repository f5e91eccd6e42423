package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that name topics by their ids, and descriptions of topics page by page. */
class TopicIdsIT {

    private static final Uuid UNKNOWN = new Uuid(47, 11);

    @RegisterExtension
    static final SharedBroker SHARED = new SharedBroker(Map.of());

    @Test
    void topicsAreDeletedById() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "doomed", 1);
        Uuid id = id("doomed");

        // When
        SHARED.admin()
                .deleteTopics(TopicCollection.ofTopicIds(List.of(id)))
                .all()
                .get();

        // Then
        assertThat(SHARED.admin().listTopics().names().get()).doesNotContain("doomed");
        assertThatThrownBy(() -> SHARED.admin()
                        .deleteTopics(TopicCollection.ofTopicIds(List.of(id)))
                        .all()
                        .get())
                .hasCauseInstanceOf(UnknownTopicIdException.class);
    }

    @Test
    void whoNamesATopicTwiceOrNotAtAllDeletesNothing() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "kept", 1);
        Uuid id = id("kept");

        // Then
        assertThat(deletion(new DeleteTopicState().setName("kept").setTopicId(id)))
                .containsExactly(Errors.INVALID_REQUEST);
        assertThat(deletion(new DeleteTopicState().setName(null).setTopicId(Uuid.ZERO_UUID)))
                .containsExactly(Errors.INVALID_REQUEST);
        assertThat(deletion(
                        new DeleteTopicState().setName("kept").setTopicId(Uuid.ZERO_UUID),
                        new DeleteTopicState().setName(null).setTopicId(id)))
                .containsOnly(Errors.INVALID_REQUEST);
        assertThat(SHARED.admin().listTopics().names().get()).contains("kept");
    }

    @Test
    void offsetsOfAnUnknownIdAreRefusedAndTheOthersAreTaken() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "committed", 1);
        Uuid id = id("committed");
        OffsetRequestsById.findCoordinator(SHARED.admin(), "g", "committed");
        try (var client = new RawClient(SHARED.server().address())) {
            // When
            var committed = client.call(
                    ApiKeys.OFFSET_COMMIT,
                    10,
                    OffsetRequestsById.commit("g", id, UNKNOWN),
                    OffsetCommitResponseData.class);
            var fetched = client.call(
                    ApiKeys.OFFSET_FETCH,
                    10,
                    OffsetRequestsById.fetch("g", id, UNKNOWN),
                    OffsetFetchResponseData.class);

            // Then
            Map<Uuid, Errors> commitErrors = new TreeMap<>();
            committed
                    .topics()
                    .forEach(topic -> commitErrors.put(
                            topic.topicId(),
                            Errors.forCode(topic.partitions().get(0).errorCode())));
            assertThat(commitErrors).isEqualTo(Map.of(id, Errors.NONE, UNKNOWN, Errors.UNKNOWN_TOPIC_ID));
            Map<Uuid, Errors> fetchErrors = new TreeMap<>();
            Map<Uuid, Long> offsets = new TreeMap<>();
            fetched.groups().get(0).topics().forEach(topic -> {
                var partition = topic.partitions().get(0);
                fetchErrors.put(topic.topicId(), Errors.forCode(partition.errorCode()));
                offsets.put(topic.topicId(), partition.committedOffset());
            });
            assertThat(fetchErrors).isEqualTo(Map.of(id, Errors.NONE, UNKNOWN, Errors.UNKNOWN_TOPIC_ID));
            assertThat(offsets).isEqualTo(Map.of(id, 17L, UNKNOWN, -1L));
        }
    }

    @Test
    void topicsAreDescribedPageByPage() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "page-a", 5);
        TestBroker.create(SHARED.address(), "page-b", 3);
        TestBroker.create(SHARED.address(), "page-c", 1);
        var request = new DescribeTopicPartitionsRequestData().setResponsePartitionLimit(4);
        for (String name : List.of("page-c", "page-a", "page-missing", "page-b")) {
            request.topics().add(new TopicRequest().setName(name));
        }
        List<String> seen = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();

        // When
        DescribeTopicPartitionsResponseData page = describe(request);
        while (true) {
            int size = 0;
            for (var topic : page.topics()) {
                if (topic.errorCode() != Errors.NONE.code()) {
                    seen.add(topic.name() + " " + Errors.forCode(topic.errorCode()));
                }
                for (var partition : topic.partitions()) {
                    seen.add(topic.name() + " " + partition.partitionIndex());
                    size++;
                }
            }
            pages.add(size);
            if (page.nextCursor() == null) {
                break;
            }
            page = describe(request.setCursor(new Cursor()
                    .setTopicName(page.nextCursor().topicName())
                    .setPartitionIndex(page.nextCursor().partitionIndex())));
        }

        // Then
        assertThat(seen)
                .containsExactly(
                        "page-a 0",
                        "page-a 1",
                        "page-a 2",
                        "page-a 3",
                        "page-a 4",
                        "page-b 0",
                        "page-b 1",
                        "page-b 2",
                        "page-c 0",
                        "page-missing UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(pages).allMatch(size -> size <= 4).startsWith(4, 4);
    }

    @Test
    void aCursorAtATopicThatIsGoneGoesOnWithTheNext() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "cursor-b", 2);
        var request = new DescribeTopicPartitionsRequestData()
                .setResponsePartitionLimit(1)
                .setCursor(new Cursor().setTopicName("cursor-a").setPartitionIndex(7));
        request.topics().add(new TopicRequest().setName("cursor-b"));

        // When
        DescribeTopicPartitionsResponseData page = describe(request);

        // Then
        assertThat(page.topics().find("cursor-b").partitions())
                .singleElement()
                .satisfies(partition -> assertThat(partition.partitionIndex()).isZero());
        assertThat(page.nextCursor().topicName()).isEqualTo("cursor-b");
        assertThat(page.nextCursor().partitionIndex()).isEqualTo(1);
    }

    @Test
    void aCursorBeforeTheFirstPartitionIsRefused() throws Exception {
        TestBroker.create(SHARED.address(), "negative", 2);
        var request = new DescribeTopicPartitionsRequestData()
                .setCursor(new Cursor().setTopicName("negative").setPartitionIndex(-1));
        request.topics().add(new TopicRequest().setName("negative"));
        assertThat(Errors.forCode(describe(request).topics().find("negative").errorCode()))
                .isEqualTo(Errors.INVALID_REQUEST);
    }

    private static DescribeTopicPartitionsResponseData describe(DescribeTopicPartitionsRequestData request)
            throws Exception {
        try (var client = new RawClient(SHARED.server().address())) {
            return client.call(
                    ApiKeys.DESCRIBE_TOPIC_PARTITIONS, 0, request, DescribeTopicPartitionsResponseData.class);
        }
    }

    private static List<Errors> deletion(DeleteTopicState... topics) throws Exception {
        var request = new DeleteTopicsRequestData().setTopics(List.of(topics)).setTimeoutMs(10_000);
        try (var client = new RawClient(SHARED.server().address())) {
            return client.call(ApiKeys.DELETE_TOPICS, 6, request, DeleteTopicsResponseData.class).responses().stream()
                    .map(result -> Errors.forCode(result.errorCode()))
                    .toList();
        }
    }

    private static Uuid id(String topic) throws Exception {
        return SHARED.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .topicId();
    }
}
