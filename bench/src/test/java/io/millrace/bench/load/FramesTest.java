package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final short FETCH_VERSION = 12;
    private static final short PRODUCE_VERSION = 11;

    @Test
    void theOffsetOfAFetchStandsWhereItIsPatched() {
        ByteBuffer frame = Frames.fetch("some-topic", 3, 16_384, 500);
        frame.putLong(Frames.fetchOffsetPosition(frame), 123_456_789L);

        var body = new ByteBufferAccessor(frame.duplicate().position(Integer.BYTES));
        new RequestHeaderData(body, (short) 2);
        var request = new FetchRequestData(body, FETCH_VERSION);

        var partition = request.topics().get(0).partitions().get(0);
        assertThat(partition.fetchOffset()).isEqualTo(123_456_789L);
        assertThat(partition.partitionMaxBytes()).isEqualTo(16_384);
    }

    @Test
    void theErrorOfAProduceIsReadFromItsPlace() {
        var partition = new PartitionProduceResponse().setIndex(1).setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        var response = new ProduceResponseData();
        response.responses().add(new TopicProduceResponse().setName("t").setPartitionResponses(List.of(partition)));

        assertThat(Frames.produceError(whole(MessageUtil.toByteBufferAccessor(response, PRODUCE_VERSION)), "t"))
                .isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void theBatchesOfAFetchAreReadFromTheirPlace() {
        MemoryRecords batch = Batches.of(7, 100);

        ByteBuffer batches = Frames.fetched(fetched(Errors.NONE, batch), "topic");

        assertThat(batches).isEqualTo(batch.buffer());
    }

    @Test
    void aFetchThatFailedIsAnException() {
        ByteBuffer response = fetched(Errors.UNKNOWN_TOPIC_OR_PARTITION, MemoryRecords.EMPTY);

        assertThatThrownBy(() -> Frames.fetched(response, "topic"))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void aBatchIsFilledAsFarAsItsLimitAllows() {
        int count = Batches.countWithin(16_384, 100);

        assertThat(Batches.of(count, 100).sizeInBytes()).isLessThanOrEqualTo(16_384);
        assertThat(Batches.of(count + 1, 100).sizeInBytes()).isGreaterThan(16_384);
    }

    private static ByteBuffer fetched(Errors error, MemoryRecords records) {
        var partition = new PartitionData()
                .setPartitionIndex(0)
                .setErrorCode(error.code())
                .setRecords(records);
        var topic = new FetchableTopicResponse().setTopic("topic").setPartitions(List.of(partition));
        var response = new FetchResponseData().setResponses(List.of(topic));
        return whole(MessageUtil.toByteBufferAccessor(response, FETCH_VERSION));
    }

    private static ByteBuffer whole(ByteBufferAccessor body) {
        ByteBuffer header = MessageUtil.toByteBufferAccessor(new ResponseHeaderData(), (short) 1)
                .buffer();
        return ByteBuffer.allocate(header.remaining() + body.buffer().remaining())
                .put(header)
                .put(body.buffer())
                .flip();
    }
}
