package io.millrace.broker.server.node;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** For each api key a request with something in it, as every version of that key can carry it. */
final class SampleRequests {

    private SampleRequests() {}

    static List<ApiMessage> of(ApiKeys key, int version, String topic) {
        return switch (key) {
            case API_VERSIONS ->
                List.of(new ApiVersionsRequestData()
                        .setClientSoftwareName("raw")
                        .setClientSoftwareVersion("1"));
            case PRODUCE -> List.of(RawProtocolIT.produce(topic, (short) -1, "sample"));
            case FETCH -> List.of(fetch(version, topic));
            case LIST_OFFSETS ->
                List.of(
                        listOffsets(topic, -1),
                        listOffsets(topic, -2),
                        listOffsets(topic, 0),
                        listOffsets("no-such", -1));
            case METADATA ->
                List.of(
                        new MetadataRequestData().setTopics(version == 0 ? List.of() : null),
                        metadata(topic),
                        metadata("bad name"));
            case FIND_COORDINATOR -> List.of(findCoordinator(version));
            case JOIN_GROUP -> List.of(join());
            case SYNC_GROUP ->
                List.of(new SyncGroupRequestData().setGroupId("g").setMemberId("nobody"));
            case HEARTBEAT -> List.of(new HeartbeatRequestData().setGroupId("g").setMemberId("nobody"));
            case OFFSET_COMMIT -> List.of(commit(topic), commit("no-such"));
            case OFFSET_FETCH -> List.of(offsetFetch(version, topic));
            case DESCRIBE_GROUPS -> List.of(new DescribeGroupsRequestData().setGroups(List.of("g", "none")));
            case DELETE_GROUPS -> List.of(new DeleteGroupsRequestData().setGroupsNames(List.of("none")));
            case OFFSET_DELETE -> List.of(offsetDelete(topic));
            case CREATE_TOPICS -> List.of(createTopic("made-" + version), createTopic(topic), createTopic("bad name"));
            case DELETE_TOPICS -> List.of(deleteTopic(version));
            case DELETE_RECORDS -> List.of(deleteRecords(topic));
            case OFFSET_FOR_LEADER_EPOCH -> List.of(epoch(topic));
            case DESCRIBE_CONFIGS -> List.of(describeConfigs((byte) 2, topic), describeConfigs((byte) 4, "1"));
            default -> List.of(key.messageType.newRequest());
        };
    }

    private static ApiMessage fetch(int version, String topic) {
        var request = new FetchRequestData().setMaxWaitMs(0).setMinBytes(0).setMaxBytes(1 << 20);
        var wanted = new FetchRequestData.FetchTopic()
                .setPartitions(List.of(new FetchRequestData.FetchPartition()
                        .setPartition(0)
                        .setFetchOffset(0)
                        .setPartitionMaxBytes(1 << 20)));
        request.topics().add(version >= 13 ? wanted.setTopicId(Uuid.randomUuid()) : wanted.setTopic(topic));
        return request;
    }

    private static ApiMessage listOffsets(String topic, long timestamp) {
        return new ListOffsetsRequestData()
                .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                        .setName(topic)
                        .setPartitions(List.of(new ListOffsetsRequestData.ListOffsetsPartition()
                                .setPartitionIndex(0)
                                .setTimestamp(timestamp)))));
    }

    private static ApiMessage metadata(String topic) {
        var request = new MetadataRequestData().setAllowAutoTopicCreation(true);
        request.topics().add(new MetadataRequestData.MetadataRequestTopic().setName(topic));
        return request;
    }

    private static ApiMessage findCoordinator(int version) {
        var request = new FindCoordinatorRequestData();
        return version >= 4 ? request.setCoordinatorKeys(List.of("g", "h")) : request.setKey("g");
    }

    private static ApiMessage join() {
        return new JoinGroupRequestData()
                .setGroupId("")
                .setProtocolType("consumer")
                .setSessionTimeoutMs(6_000);
    }

    private static ApiMessage commit(String topic) {
        return new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(new OffsetCommitRequestData.OffsetCommitRequestTopic()
                        .setName(topic)
                        .setPartitions(List.of(new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(1)))));
    }

    private static ApiMessage offsetFetch(int version, String topic) {
        if (version >= 8) {
            return new OffsetFetchRequestData()
                    .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup()
                            .setGroupId("g")
                            .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopics()
                                    .setName(topic)
                                    .setPartitionIndexes(List.of(0, 1))))));
        }
        return new OffsetFetchRequestData()
                .setGroupId("g")
                .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopic()
                        .setName(topic)
                        .setPartitionIndexes(List.of(0, 1))));
    }

    private static ApiMessage offsetDelete(String topic) {
        var request = new OffsetDeleteRequestData().setGroupId("g");
        request.topics()
                .add(new OffsetDeleteRequestData.OffsetDeleteRequestTopic()
                        .setName(topic)
                        .setPartitions(List.of(
                                new OffsetDeleteRequestData.OffsetDeleteRequestPartition().setPartitionIndex(0))));
        return request;
    }

    private static ApiMessage createTopic(String topic) {
        var request = new CreateTopicsRequestData().setTimeoutMs(10_000);
        request.topics()
                .add(new CreateTopicsRequestData.CreatableTopic()
                        .setName(topic)
                        .setNumPartitions(1)
                        .setReplicationFactor((short) 1));
        return request;
    }

    private static ApiMessage deleteTopic(int version) {
        var request = new DeleteTopicsRequestData().setTimeoutMs(10_000);
        return version >= 6
                ? request.setTopics(List.of(
                        new DeleteTopicsRequestData.DeleteTopicState().setName("none"),
                        new DeleteTopicsRequestData.DeleteTopicState()
                                .setName(null)
                                .setTopicId(Uuid.randomUuid())))
                : request.setTopicNames(List.of("none"));
    }

    private static ApiMessage deleteRecords(String topic) {
        return new DeleteRecordsRequestData()
                .setTopics(List.of(new DeleteRecordsRequestData.DeleteRecordsTopic()
                        .setName(topic)
                        .setPartitions(List.of(new DeleteRecordsRequestData.DeleteRecordsPartition()
                                .setPartitionIndex(0)
                                .setOffset(0)))));
    }

    private static ApiMessage epoch(String topic) {
        var request = new OffsetForLeaderEpochRequestData();
        request.topics()
                .add(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                        .setTopic(topic)
                        .setPartitions(List.of(new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                                .setPartition(0)
                                .setLeaderEpoch(0))));
        return request;
    }

    private static ApiMessage describeConfigs(byte type, String name) {
        return new DescribeConfigsRequestData()
                .setIncludeSynonyms(true)
                .setResources(List.of(new DescribeConfigsRequestData.DescribeConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name)
                        .setConfigurationKeys(null)));
    }
}
