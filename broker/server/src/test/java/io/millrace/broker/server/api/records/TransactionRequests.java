package io.millrace.broker.server.api.records;

import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.server.request.ClientSoftware;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.wire.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/** Requests about transactions, each for one partition. */
final class TransactionRequests {

    private TransactionRequests() {}

    static RequestContext context(ApiKeys key, int version, NetworkLoop loop) {
        return new RequestContext(
                new RequestHead(key, (short) version, 1, "test"),
                null,
                KafkaPrincipal.ANONYMOUS,
                "PLAINTEXT",
                new ClientSoftware(),
                loop,
                abandon -> {});
    }

    /** One record; transactional if there is a producer. */
    static ByteBuffer batch(long producerId, int epoch, int sequence, String value) {
        var one = new SimpleRecord(System.currentTimeMillis(), null, value.getBytes(StandardCharsets.UTF_8));
        return producerId < 0
                ? MemoryRecords.withRecords(Compression.NONE, one).buffer()
                : MemoryRecords.withTransactionalRecords(Compression.NONE, producerId, (short) epoch, sequence, one)
                        .buffer();
    }

    static FetchRequestData fetch(Uuid topicId, long offset, int isolationLevel, int maxWaitMs) {
        return new FetchRequestData()
                .setMaxWaitMs(maxWaitMs)
                .setMinBytes(1)
                .setMaxBytes(1 << 20)
                .setIsolationLevel((byte) isolationLevel)
                .setTopics(List.of(new FetchTopic()
                        .setTopicId(topicId)
                        .setPartitions(List.of(new FetchPartition()
                                .setPartition(0)
                                .setFetchOffset(offset)
                                .setPartitionMaxBytes(1 << 20)))));
    }

    static ListOffsetsRequestData listOffsets(String topic, long timestamp, int isolationLevel) {
        return new ListOffsetsRequestData()
                .setIsolationLevel((byte) isolationLevel)
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName(topic)
                        .setPartitions(List.of(
                                new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(timestamp)))));
    }

    static WriteTxnMarkersRequestData marker(String topic, int partition, long producerId, int epoch, boolean commit) {
        return new WriteTxnMarkersRequestData()
                .setMarkers(List.of(new WritableTxnMarker()
                        .setProducerId(producerId)
                        .setProducerEpoch((short) epoch)
                        .setTransactionResult(commit)
                        .setTransactionVersion((byte) 1)
                        .setTopics(List.of(
                                new WritableTxnMarkerTopic().setName(topic).setPartitionIndexes(List.of(partition))))));
    }

    static DescribeProducersRequestData describeProducers(String topic, Integer... partitions) {
        return new DescribeProducersRequestData()
                .setTopics(new ArrayList<>(List.of(new DescribeProducersRequestData.TopicRequest()
                        .setName(topic)
                        .setPartitionIndexes(List.of(partitions)))));
    }
}
