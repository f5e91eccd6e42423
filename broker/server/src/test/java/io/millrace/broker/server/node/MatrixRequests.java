package io.millrace.broker.server.node;

import static io.millrace.broker.server.node.AccessMatrix.GROUP;
import static io.millrace.broker.server.node.AccessMatrix.TOPIC;
import static io.millrace.broker.server.node.AccessMatrix.TRANSACTIONAL_ID;

import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** For each api a request that harms nobody and asks about the matrix's topic, group or transaction. */
final class MatrixRequests {

    private static final String NOBODY = "nobody";

    private MatrixRequests() {}

    static ApiMessage apiVersions() {
        return new ApiVersionsRequestData().setClientSoftwareName("raw").setClientSoftwareVersion("1");
    }

    static ApiMessage saslHandshake() {
        return new SaslHandshakeRequestData().setMechanism("PLAIN");
    }

    static ApiMessage produce() {
        return RawProtocolIT.produce(TOPIC, (short) -1, "value");
    }

    static ApiMessage fetch(int replicaId) {
        var request = new FetchRequestData()
                .setReplicaId(replicaId)
                .setMaxWaitMs(0)
                .setMinBytes(0)
                .setMaxBytes(1 << 20);
        request.topics()
                .add(new FetchRequestData.FetchTopic()
                        .setTopic(TOPIC)
                        .setPartitions(List.of(new FetchRequestData.FetchPartition()
                                .setPartition(0)
                                .setFetchOffset(0)
                                .setPartitionMaxBytes(1 << 20))));
        return request;
    }

    static ApiMessage listOffsets() {
        return new ListOffsetsRequestData()
                .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(-1)))));
    }

    static ApiMessage deleteRecords() {
        return new DeleteRecordsRequestData()
                .setTopics(List.of(new DeleteRecordsRequestData.DeleteRecordsTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(new DeleteRecordsRequestData.DeleteRecordsPartition().setOffset(0)))));
    }

    static ApiMessage epoch() {
        var request = new OffsetForLeaderEpochRequestData();
        request.topics()
                .add(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                        .setTopic(TOPIC)
                        .setPartitions(List.of(new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition())));
        return request;
    }

    static ApiMessage describeProducers() {
        return new DescribeProducersRequestData()
                .setTopics(List.of(new DescribeProducersRequestData.TopicRequest()
                        .setName(TOPIC)
                        .setPartitionIndexes(List.of(0))));
    }

    static ApiMessage initProducerId(String transactionalId) {
        return new InitProducerIdRequestData()
                .setTransactionalId(transactionalId)
                .setTransactionTimeoutMs(10_000);
    }

    static ApiMessage metadata(String topic, boolean create) {
        var request = new MetadataRequestData().setAllowAutoTopicCreation(create);
        if (topic == null) {
            return request.setTopics(null);
        }
        request.topics().add(new MetadataRequestData.MetadataRequestTopic().setName(topic));
        return request;
    }

    static ApiMessage describeTopicPartitions(String topic) {
        var request = new DescribeTopicPartitionsRequestData();
        if (topic != null) {
            request.topics().add(new DescribeTopicPartitionsRequestData.TopicRequest().setName(topic));
        }
        return request;
    }

    static ApiMessage createTopic() {
        var request = new CreateTopicsRequestData().setValidateOnly(true);
        request.topics()
                .add(new CreateTopicsRequestData.CreatableTopic()
                        .setName(TOPIC)
                        .setNumPartitions(1)
                        .setReplicationFactor((short) 1));
        return request;
    }

    static ApiMessage deleteTopics() {
        return new DeleteTopicsRequestData().setTopicNames(List.of(TOPIC));
    }

    static ApiMessage createPartitions() {
        var request = new CreatePartitionsRequestData().setValidateOnly(true);
        request.topics()
                .add(new CreatePartitionsRequestData.CreatePartitionsTopic()
                        .setName(TOPIC)
                        .setCount(2)
                        .setAssignments(null));
        return request;
    }

    static ApiMessage describeConfigs(byte type, String name) {
        return new DescribeConfigsRequestData()
                .setResources(List.of(new DescribeConfigsRequestData.DescribeConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name)
                        .setConfigurationKeys(null)));
    }

    static ApiMessage alterConfigs(byte type, String name) {
        var request = new AlterConfigsRequestData().setValidateOnly(true);
        request.resources()
                .add(new AlterConfigsRequestData.AlterConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name));
        return request;
    }

    static ApiMessage alterConfigsStepwise(byte type, String name) {
        var request = new IncrementalAlterConfigsRequestData().setValidateOnly(true);
        request.resources()
                .add(new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name));
        return request;
    }

    static ApiMessage findCoordinator(byte type, String key) {
        return new FindCoordinatorRequestData().setKeyType(type).setCoordinatorKeys(List.of(key));
    }

    static ApiMessage join() {
        return new JoinGroupRequestData()
                .setGroupId(GROUP)
                .setProtocolType("consumer")
                .setSessionTimeoutMs(6_000)
                .setRebalanceTimeoutMs(6_000);
    }

    static ApiMessage sync() {
        return new SyncGroupRequestData().setGroupId(GROUP).setMemberId(NOBODY);
    }

    static ApiMessage heartbeat() {
        return new HeartbeatRequestData().setGroupId(GROUP).setMemberId(NOBODY);
    }

    static ApiMessage leave() {
        return new LeaveGroupRequestData()
                .setGroupId(GROUP)
                .setMembers(List.of(new LeaveGroupRequestData.MemberIdentity().setMemberId(NOBODY)));
    }

    static ApiMessage describeGroups() {
        return new DescribeGroupsRequestData().setGroups(List.of(GROUP));
    }

    static ApiMessage listGroups() {
        return new ListGroupsRequestData();
    }

    /** A group that has offsets and no members can be deleted, so another request must have made them anew. */
    static ApiMessage deleteGroups() {
        return new DeleteGroupsRequestData().setGroupsNames(List.of(GROUP));
    }

    static ApiMessage describeConsumerGroup() {
        return new ConsumerGroupDescribeRequestData().setGroupIds(List.of(GROUP));
    }

    static ApiMessage consumerHeartbeat() {
        return new ConsumerGroupHeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId("member")
                .setMemberEpoch(7)
                .setSubscribedTopicNames(List.of(TOPIC));
    }

    static ApiMessage offsetCommit() {
        return new OffsetCommitRequestData()
                .setGroupId(GROUP)
                .setTopics(List.of(new OffsetCommitRequestData.OffsetCommitRequestTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(
                                new OffsetCommitRequestData.OffsetCommitRequestPartition().setCommittedOffset(1)))));
    }

    static ApiMessage offsetFetch() {
        return new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup()
                        .setGroupId(GROUP)
                        .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopics()
                                .setName(TOPIC)
                                .setPartitionIndexes(List.of(0))))));
    }

    static ApiMessage offsetDelete() {
        var request = new OffsetDeleteRequestData().setGroupId(GROUP);
        request.topics()
                .add(new OffsetDeleteRequestData.OffsetDeleteRequestTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(
                                new OffsetDeleteRequestData.OffsetDeleteRequestPartition().setPartitionIndex(9))));
        return request;
    }

    static ApiMessage endTransaction() {
        return new EndTxnRequestData().setTransactionalId(TRANSACTIONAL_ID).setProducerId(99);
    }

    static ApiMessage addPartitions() {
        var request = new AddPartitionsToTxnRequestData()
                .setV3AndBelowTransactionalId(TRANSACTIONAL_ID)
                .setV3AndBelowProducerId(99);
        request.v3AndBelowTopics().add(transactionTopic());
        return request;
    }

    static ApiMessage verifyPartitions() {
        var transaction = new AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction()
                .setTransactionalId(TRANSACTIONAL_ID)
                .setProducerId(99)
                .setVerifyOnly(true);
        transaction.topics().add(transactionTopic());
        var request = new AddPartitionsToTxnRequestData();
        request.transactions().add(transaction);
        return request;
    }

    private static AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic transactionTopic() {
        return new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic()
                .setName(TOPIC)
                .setPartitions(List.of(0));
    }

    static ApiMessage addOffsets() {
        return new AddOffsetsToTxnRequestData()
                .setTransactionalId(TRANSACTIONAL_ID)
                .setProducerId(99)
                .setGroupId(GROUP);
    }

    static ApiMessage transactionOffsets() {
        return new TxnOffsetCommitRequestData()
                .setTransactionalId(TRANSACTIONAL_ID)
                .setGroupId(GROUP)
                .setProducerId(99)
                .setTopics(List.of(new TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(new TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition()
                                .setCommittedOffset(1)))));
    }

    static ApiMessage describeTransactions() {
        return new DescribeTransactionsRequestData().setTransactionalIds(List.of(TRANSACTIONAL_ID));
    }

    static ApiMessage writeMarkers() {
        return new WriteTxnMarkersRequestData()
                .setMarkers(List.of(new WriteTxnMarkersRequestData.WritableTxnMarker()
                        .setProducerId(99)
                        .setTopics(List.of(new WriteTxnMarkersRequestData.WritableTxnMarkerTopic()
                                .setName(TOPIC)
                                .setPartitionIndexes(List.of(9))))));
    }

    static ApiMessage describeAcls() {
        return new DescribeAclsRequestData()
                .setResourceTypeFilter(ResourceType.ANY.code())
                .setPatternTypeFilter(PatternType.ANY.code())
                .setOperation(AclOperation.ANY.code())
                .setPermissionType(AclPermissionType.ANY.code());
    }

    static ApiMessage createAcls() {
        return new CreateAclsRequestData()
                .setCreations(List.of(new CreateAclsRequestData.AclCreation()
                        .setResourceType(ResourceType.TOPIC.code())
                        .setResourceName("other")
                        .setResourcePatternType(PatternType.LITERAL.code())
                        .setPrincipal("User:other")
                        .setHost("*")
                        .setOperation(AclOperation.READ.code())
                        .setPermissionType(AclPermissionType.ALLOW.code())));
    }

    static ApiMessage deleteAcls() {
        return new DeleteAclsRequestData()
                .setFilters(List.of(new DeleteAclsRequestData.DeleteAclsFilter()
                        .setResourceTypeFilter(ResourceType.TOPIC.code())
                        .setResourceNameFilter("other")
                        .setPatternTypeFilter(PatternType.LITERAL.code())
                        .setOperation(AclOperation.ANY.code())
                        .setPermissionType(AclPermissionType.ANY.code())));
    }

    static ApiMessage describeLogDirs() {
        return new DescribeLogDirsRequestData().setTopics(null);
    }

    static ApiMessage alterLogDirs() {
        var directory = new AlterReplicaLogDirsRequestData.AlterReplicaLogDir().setPath("/nowhere");
        directory
                .topics()
                .add(new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(0)));
        var request = new AlterReplicaLogDirsRequestData();
        request.dirs().add(directory);
        return request;
    }

    static ApiMessage electLeaders() {
        var request = new ElectLeadersRequestData();
        request.topicPartitions()
                .add(new ElectLeadersRequestData.TopicPartitions()
                        .setTopic(TOPIC)
                        .setPartitions(List.of(0)));
        return request;
    }

    static ApiMessage reassign() {
        return new AlterPartitionReassignmentsRequestData()
                .setTopics(List.of(new AlterPartitionReassignmentsRequestData.ReassignableTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(new AlterPartitionReassignmentsRequestData.ReassignablePartition()
                                .setReplicas(List.of(1))))));
    }

    static ApiMessage listReassignments() {
        return new ListPartitionReassignmentsRequestData().setTopics(null);
    }

    static ApiMessage describeQuotas() {
        return new DescribeClientQuotasRequestData()
                .setComponents(List.of(new DescribeClientQuotasRequestData.ComponentData()
                        .setEntityType("user")
                        .setMatchType((byte) 2)));
    }

    static ApiMessage alterQuotas() {
        return new AlterClientQuotasRequestData()
                .setValidateOnly(true)
                .setEntries(List.of(new AlterClientQuotasRequestData.EntryData()
                        .setEntity(List.of(new AlterClientQuotasRequestData.EntityData()
                                .setEntityType("user")
                                .setEntityName("other")))
                        .setOps(List.of(new AlterClientQuotasRequestData.OpData()
                                .setKey("producer_byte_rate")
                                .setValue(1e9)))));
    }

    static ApiMessage describeScram() {
        return new DescribeUserScramCredentialsRequestData();
    }

    static ApiMessage alterScram() {
        return new AlterUserScramCredentialsRequestData()
                .setDeletions(List.of(new AlterUserScramCredentialsRequestData.ScramCredentialDeletion()
                        .setName("other")
                        .setMechanism((byte) 1)));
    }

    static ApiMessage describeQuorum() {
        return new DescribeQuorumRequestData()
                .setTopics(List.of(new DescribeQuorumRequestData.TopicData()
                        .setTopicName("__cluster_metadata")
                        .setPartitions(List.of(new DescribeQuorumRequestData.PartitionData()))));
    }

    static ApiMessage updateFeatures() {
        var request = new UpdateFeaturesRequestData().setValidateOnly(true);
        request.featureUpdates()
                .add(new UpdateFeaturesRequestData.FeatureUpdateKey()
                        .setFeature("no.such.feature")
                        .setMaxVersionLevel((short) 1));
        return request;
    }

    static ApiMessage unregisterBroker() {
        return new UnregisterBrokerRequestData().setBrokerId(999);
    }
}
