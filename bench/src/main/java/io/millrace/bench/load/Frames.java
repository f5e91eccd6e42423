package io.millrace.bench.load;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Requests as bytes, length field included, and where the few things stand in a response that a load looks at. */
public final class Frames {

    /** Both name topics by name, so that one frame serves every broker. */
    private static final short PRODUCE_VERSION = 11;

    private static final short FETCH_VERSION = 12;
    private static final int RESPONSE_HEADER_BYTES = 5;
    private static final int FETCH_HEAD_BYTES = 10;
    private static final int COUNT_BYTES = 1;
    private static final int PARTITION_INDEX_BYTES = 4;
    /** Error code, three offsets, no aborted transactions, preferred replica. */
    private static final int FETCHED_HEAD_BYTES = 2 + 3 * 8 + 1 + 4;

    private Frames() {}

    /** A produce request with one batch for one partition. */
    public static ByteBuffer produce(String topic, int partition, MemoryRecords batch, short acks) {
        var partitions = new PartitionProduceData().setIndex(partition).setRecords(batch);
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(new TopicProduceData().setName(topic).setPartitionData(List.of(partitions)));
        var request =
                new ProduceRequestData().setAcks(acks).setTimeoutMs(30_000).setTopicData(topics);
        return encode(ApiKeys.PRODUCE, PRODUCE_VERSION, request);
    }

    /** The error of a response to {@link #produce}. */
    public static Errors produceError(ByteBuffer response, String topic) {
        int position = RESPONSE_HEADER_BYTES
                + COUNT_BYTES
                + COUNT_BYTES
                + topic.length()
                + COUNT_BYTES
                + PARTITION_INDEX_BYTES;
        return Errors.forCode(response.getShort(position));
    }

    /** A fetch of one partition, outside of any session; where its offset stands tells {@link #fetchOffsetPosition}. */
    public static ByteBuffer fetch(String topic, int partition, int maxBytes, int maxWaitMs) {
        var wanted = new FetchPartition().setPartition(partition).setPartitionMaxBytes(maxBytes);
        var request = new FetchRequestData()
                .setReplicaId(-1)
                .setMaxWaitMs(maxWaitMs)
                .setMinBytes(1)
                .setMaxBytes(Math.max(maxBytes, 1 << 20))
                .setSessionId(0)
                .setSessionEpoch(-1)
                .setTopics(List.of(new FetchTopic().setTopic(topic).setPartitions(List.of(wanted))));
        return encode(ApiKeys.FETCH, FETCH_VERSION, request);
    }

    /** Where {@code fetchOffset} stands in a frame of {@link #fetch}. */
    public static int fetchOffsetPosition(ByteBuffer fetch) {
        // Behind it: last fetched epoch, log start offset, max bytes, and five endings of arrays and structures.
        int behind = 4 + 8 + 4 + 1 + 1 + 1 + 1 + 1;
        return fetch.capacity() - behind - Long.BYTES;
    }

    /** The batches in a response to {@link #fetch}; fails on an error code. */
    public static ByteBuffer fetched(ByteBuffer response, String topic) {
        int head = RESPONSE_HEADER_BYTES
                + FETCH_HEAD_BYTES
                + COUNT_BYTES
                + COUNT_BYTES
                + topic.length()
                + COUNT_BYTES
                + PARTITION_INDEX_BYTES;
        Errors error = Errors.forCode(response.getShort(head));
        if (error != Errors.NONE) {
            throw error.exception("fetching " + topic);
        }
        ByteBuffer rest = response.duplicate().position(head + FETCHED_HEAD_BYTES);
        int sizeBytes = unsignedVarint(rest) - 1;
        return rest.slice(rest.position(), Math.max(0, sizeBytes));
    }

    private static int unsignedVarint(ByteBuffer buffer) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer encode(ApiKeys key, short version, ApiMessage request) {
        var header = new RequestHeaderData()
                .setRequestApiKey(key.id)
                .setRequestApiVersion(version)
                .setClientId("bench");
        short headerVersion = key.requestHeaderVersion(version);
        var headerCache = new ObjectSerializationCache();
        var bodyCache = new ObjectSerializationCache();
        var size = new MessageSizeAccumulator();
        header.addSize(size, headerCache, headerVersion);
        request.addSize(size, bodyCache, version);
        ByteBuffer frame = ByteBuffer.allocateDirect(Integer.BYTES + size.totalSize());
        frame.putInt(size.totalSize());
        var writer = new ByteBufferAccessor(frame);
        header.write(writer, headerCache, headerVersion);
        request.write(writer, bodyCache, version);
        return frame.flip();
    }
}
