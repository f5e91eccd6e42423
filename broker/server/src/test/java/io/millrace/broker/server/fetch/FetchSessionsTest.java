package io.millrace.broker.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {

    private static final long EVICTION_MS = 1_000;
    private static final Uuid TOPIC = new Uuid(1, 1);

    private final AtomicInteger ids = new AtomicInteger();
    private final FetchSessions sessions = new FetchSessions(2, EVICTION_MS, ids::incrementAndGet);

    private static FetchRequestData request(int sessionId, int epoch, int... partitions) {
        var topic = new FetchTopic().setTopicId(TOPIC);
        for (int partition : partitions) {
            topic.partitions().add(new FetchPartition().setPartition(partition).setFetchOffset(7));
        }
        return new FetchRequestData()
                .setSessionId(sessionId)
                .setSessionEpoch(epoch)
                .setTopics(partitions.length == 0 ? List.of() : List.of(topic));
    }

    private static PartitionData result(int partition, long highWatermark) {
        return new PartitionData()
                .setPartitionIndex(partition)
                .setHighWatermark(highWatermark)
                .setLogStartOffset(0)
                .setRecords(MemoryRecords.EMPTY);
    }

    private static PartitionData withRecords(int partition, long highWatermark) {
        return result(partition, highWatermark)
                .setRecords(MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[1])));
    }

    private FetchView open(FetchRequestData request) {
        return sessions.open(request, true, 0).view().orElseThrow();
    }

    /** A session that knows partitions 0 to 2 at high watermark 5. */
    private int begin() {
        FetchResponseData first =
                open(request(0, 0, 0, 1, 2)).answer(List.of(result(0, 5), result(1, 5), result(2, 5)));
        assertThat(partitionsOf(first)).containsExactly(0, 1, 2);
        assertThat(first.sessionId()).isPositive();
        return first.sessionId();
    }

    private static List<Integer> partitionsOf(FetchResponseData response) {
        return response.responses().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(PartitionData::partitionIndex)
                .toList();
    }

    private static List<Integer> partitionsOf(FetchView view) {
        return view.partitions().stream()
                .map(asked -> asked.wanted().partition())
                .toList();
    }

    @Test
    void aLaterFetchConcernsAllPartitionsAndTellsOnlyWhatMoved() {
        int id = begin();
        FetchView next = open(request(id, 1));
        assertThat(partitionsOf(next)).containsExactly(0, 1, 2);
        FetchResponseData answer = next.answer(List.of(result(0, 5), result(1, 6), result(2, 5)));
        assertThat(partitionsOf(answer)).containsExactly(1);
        assertThat(answer.sessionId()).isEqualTo(id);
    }

    @Test
    void whatGotRecordsIsServedLastTheNextTime() {
        int id = begin();
        open(request(id, 1)).answer(List.of(withRecords(0, 6), result(1, 5), result(2, 5)));
        assertThat(partitionsOf(open(request(id, 2)))).containsExactly(1, 2, 0);
    }

    @Test
    void anErrorIsToldEachTimeAndItsEndOnce() {
        int id = begin();
        PartitionData failed = result(1, 5).setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        for (int epoch = 1; epoch <= 2; epoch++) {
            assertThat(partitionsOf(open(request(id, epoch)).answer(List.of(result(0, 5), failed, result(2, 5)))))
                    .containsExactly(1);
        }
        assertThat(partitionsOf(open(request(id, 3)).answer(List.of(result(0, 5), result(1, 5), result(2, 5)))))
                .containsExactly(1);
        assertThat(partitionsOf(open(request(id, 4)).answer(List.of(result(0, 5), result(1, 5), result(2, 5)))))
                .isEmpty();
    }

    @Test
    void aDivergingEpochIsTold() {
        int id = begin();
        PartitionData diverging = result(0, 5);
        diverging.divergingEpoch().setEpoch(1).setEndOffset(3);
        assertThat(partitionsOf(open(request(id, 1)).answer(List.of(diverging, result(1, 5), result(2, 5)))))
                .containsExactly(0);
    }

    @Test
    void partitionsAreAddedChangedAndForgotten() {
        int id = begin();
        FetchRequestData change = request(id, 1, 1, 3)
                .setForgottenTopicsData(
                        List.of(new ForgottenTopic().setTopicId(TOPIC).setPartitions(List.of(0))));
        change.topics().get(0).partitions().get(0).setFetchOffset(99);
        FetchView next = open(change);
        assertThat(partitionsOf(next)).containsExactly(1, 2, 3);
        assertThat(next.partitions().get(0).wanted().fetchOffset()).isEqualTo(99);
        FetchResponseData answer = next.answer(List.of(result(1, 5), result(2, 5), result(3, -1)));
        assertThat(partitionsOf(answer))
                .as("a new one is told when it differs from nothing")
                .containsExactly(3);
    }

    @Test
    void wrongEpochsUnknownSessionsAndAChangeToTopicIdsAreRefused() {
        int id = begin();
        assertThat(sessions.open(request(id, 2), true, 0).error()).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
        assertThat(sessions.open(request(id + 1, 1), true, 0).error()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.open(request(id, 1), false, 0).error()).isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(sessions.open(request(id, 1), true, 0).error()).isEqualTo(Errors.NONE);
        assertThat(sessions.open(request(id, 1), true, 0).error())
                .as("the epoch was used")
                .isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
    }

    @Test
    void aFullFetchEndsTheSessionThatItNames() {
        int id = begin();
        FetchResponseData sessionless = open(request(id, -1, 0)).answer(List.of(result(0, 5)));
        assertThat(sessionless.sessionId()).isZero();
        assertThat(sessions.count()).isZero();
        assertThat(sessions.open(request(id, 1), true, 0).error()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void aThrottledFetchUsesItsEpochAndLeavesWhatIsKnown() {
        int id = begin();
        FetchResponseData throttled = open(request(id, 1)).emptyAnswer();
        assertThat(throttled.sessionId()).isEqualTo(id);
        assertThat(throttled.responses()).isEmpty();
        assertThat(partitionsOf(open(request(id, 2)).answer(List.of(result(0, 6), result(1, 5), result(2, 5)))))
                .containsExactly(0);
    }

    @Test
    void aThrottledFullFetchFoundsNoSession() {
        assertThat(open(request(0, 0, 0)).emptyAnswer().sessionId()).isZero();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void withoutRoomThereIsNoSessionUntilOneIsQuietForLong() {
        int first = begin();
        begin();
        assertThat(open(request(0, 0, 0)).answer(List.of(result(0, 5))).sessionId())
                .isZero();
        FetchView late =
                sessions.open(request(0, 0, 0), true, EVICTION_MS + 1).view().orElseThrow();
        assertThat(late.answer(List.of(result(0, 5))).sessionId()).isPositive();
        assertThat(sessions.open(request(first, 1), true, 0).error()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.count()).isEqualTo(2);
    }

    @Test
    void aLargerFetchTakesTheSessionOfASmallerOneThatHadItsTime() {
        int first = begin();
        int second = begin();
        long later = EVICTION_MS + 1;
        assertThat(sessions.open(request(first, 1), true, later).error()).isEqualTo(Errors.NONE);
        assertThat(sessions.open(request(second, 1), true, later).error()).isEqualTo(Errors.NONE);
        assertThat(foundBy(new int[] {0, 1, 2}, later)).isZero();
        assertThat(foundBy(new int[] {0, 1, 2, 3}, later)).isPositive();
    }

    private int foundBy(int[] partitions, long nowMs) {
        FetchView view =
                sessions.open(request(0, 0, partitions), true, nowMs).view().orElseThrow();
        List<PartitionData> results = new ArrayList<>();
        Arrays.stream(partitions).forEach(partition -> results.add(result(partition, 5)));
        return view.answer(results).sessionId();
    }

    @Test
    void aSessionThatGrowsWithoutEndIsClosed() {
        int id = begin();
        int[] many = IntStream.rangeClosed(0, FetchSession.MAX_PARTITIONS).toArray();
        assertThat(sessions.open(request(id, 1, many), true, 0).error()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.count()).isZero();
        assertThat(foundBy(many, 0)).isZero();
    }

    @Test
    void anAnswerNamesATopicOncePerRunOfItsPartitions() {
        FetchRequestData request = request(0, -1, 0, 1);
        request.setTopics(new ArrayList<>(request.topics()));
        request.topics()
                .add(new FetchTopic()
                        .setTopicId(new Uuid(2, 2))
                        .setPartitions(List.of(new FetchPartition().setPartition(0))));
        FetchResponseData answer = open(request).answer(List.of(result(0, 1), result(1, 1), result(0, 1)));
        assertThat(answer.responses()).hasSize(2);
        assertThat(answer.responses().get(0).partitions()).hasSize(2);
    }
}
