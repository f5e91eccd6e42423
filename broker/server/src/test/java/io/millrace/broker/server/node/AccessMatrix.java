package io.millrace.broker.server.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;

/** Which rights each api needs, as Kafka has it, and what becomes of a client that lacks one. */
final class AccessMatrix {

    static final String TOPIC = "secret-topic";
    static final String MADE = "made-on-the-way";
    static final String GROUP = "secret-group";
    static final String TRANSACTIONAL_ID = "secret-transactions";

    /** The newest version that the broker serves. */
    static final int LATEST = -1;

    private final List<Row> rows = new ArrayList<>();

    /** One right on one resource. */
    record Right(AclOperation operation, ResourceType type, String name) {}

    /** What a client is told that lacks a right. */
    sealed interface Lacking {}

    /** An error, somewhere in the response. */
    record Refused(Errors error) implements Lacking {}

    /** A response without this name. */
    record Hidden(String name) implements Lacking {}

    /** Everybody is served. */
    record Open() implements Lacking {}

    /**
     * One request.
     *
     * @param request with the id that the topic has now
     * @param byId whether it names the topic by its id, so that even the name is news to a stranger
     * @param needed all rights that are needed, and enough
     */
    record Row(
            ApiKeys key,
            int version,
            Function<Uuid, ApiMessage> request,
            boolean byId,
            Lacking lacking,
            List<Right> needed) {

        @Override
        public String toString() {
            return key + " " + version + (byId ? " by id " : " ") + needed;
        }
    }

    AccessMatrix() {
        records();
        topics();
        topicsById();
        groups();
        transactions();
        cluster();
        open(ApiKeys.API_VERSIONS, MatrixRequests.apiVersions());
        open(ApiKeys.SASL_HANDSHAKE, MatrixRequests.saslHandshake());
        open(ApiKeys.SASL_AUTHENTICATE, ApiKeys.SASL_AUTHENTICATE.messageType.newRequest());
        open(ApiKeys.DESCRIBE_CLUSTER, ApiKeys.DESCRIBE_CLUSTER.messageType.newRequest());
        open(ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS, ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS.messageType.newRequest());
        open(ApiKeys.PUSH_TELEMETRY, ApiKeys.PUSH_TELEMETRY.messageType.newRequest());
    }

    List<Row> rows() {
        return rows;
    }

    private void records() {
        topic(ApiKeys.PRODUCE, 11, MatrixRequests.produce(), AclOperation.WRITE);
        topic(ApiKeys.FETCH, 12, MatrixRequests.fetch(-1), AclOperation.READ);
        add(
                ApiKeys.FETCH,
                12,
                MatrixRequests.fetch(7),
                new Refused(Errors.TOPIC_AUTHORIZATION_FAILED),
                cluster(AclOperation.CLUSTER_ACTION));
        topic(ApiKeys.LIST_OFFSETS, LATEST, MatrixRequests.listOffsets(), AclOperation.DESCRIBE);
        topic(ApiKeys.DELETE_RECORDS, LATEST, MatrixRequests.deleteRecords(), AclOperation.DELETE);
        topic(ApiKeys.OFFSET_FOR_LEADER_EPOCH, LATEST, MatrixRequests.epoch(), AclOperation.DESCRIBE);
        add(
                ApiKeys.OFFSET_FOR_LEADER_EPOCH,
                LATEST,
                MatrixRequests.epoch(),
                new Refused(Errors.TOPIC_AUTHORIZATION_FAILED),
                cluster(AclOperation.CLUSTER_ACTION));
        topic(ApiKeys.DESCRIBE_PRODUCERS, LATEST, MatrixRequests.describeProducers(), AclOperation.READ);
        clusterOrTopic(
                ApiKeys.INIT_PRODUCER_ID,
                MatrixRequests.initProducerId(null),
                Errors.CLUSTER_AUTHORIZATION_FAILED,
                AclOperation.IDEMPOTENT_WRITE,
                AclOperation.WRITE);
    }

    private void topics() {
        topic(ApiKeys.METADATA, LATEST, MatrixRequests.metadata(TOPIC, false), AclOperation.DESCRIBE);
        hidden(ApiKeys.METADATA, MatrixRequests.metadata(null, false), topic(AclOperation.DESCRIBE));
        add(
                ApiKeys.METADATA,
                LATEST,
                MatrixRequests.metadata(MADE, true),
                new Refused(Errors.TOPIC_AUTHORIZATION_FAILED),
                new Right(AclOperation.DESCRIBE, ResourceType.TOPIC, MADE),
                new Right(AclOperation.CREATE, ResourceType.TOPIC, MADE));
        topic(
                ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
                LATEST,
                MatrixRequests.describeTopicPartitions(TOPIC),
                AclOperation.DESCRIBE);
        hidden(
                ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
                MatrixRequests.describeTopicPartitions(null),
                topic(AclOperation.DESCRIBE));
        clusterOrTopic(
                ApiKeys.CREATE_TOPICS,
                MatrixRequests.createTopic(),
                Errors.TOPIC_AUTHORIZATION_FAILED,
                AclOperation.CREATE,
                AclOperation.CREATE);
        topic(ApiKeys.DELETE_TOPICS, 5, MatrixRequests.deleteTopics(), AclOperation.DELETE);
        topic(ApiKeys.CREATE_PARTITIONS, LATEST, MatrixRequests.createPartitions(), AclOperation.ALTER);
        configs((byte) 2, TOPIC, ResourceType.TOPIC, Errors.TOPIC_AUTHORIZATION_FAILED);
        configs((byte) 32, GROUP, ResourceType.GROUP, Errors.GROUP_AUTHORIZATION_FAILED);
        configs((byte) 4, "1", ResourceType.CLUSTER, Errors.CLUSTER_AUTHORIZATION_FAILED);
        stepwise(
                (byte) 8,
                "1",
                new Refused(Errors.CLUSTER_AUTHORIZATION_FAILED),
                ResourceType.CLUSTER,
                Resource.CLUSTER_NAME);
    }

    private void topicsById() {
        byId(ApiKeys.PRODUCE, LATEST, MatrixRequestsById::produce, topic(AclOperation.WRITE));
        byId(ApiKeys.FETCH, 13, MatrixRequestsById::fetch, topic(AclOperation.READ));
        byId(ApiKeys.FETCH, LATEST, MatrixRequestsById::fetch, topic(AclOperation.READ));
        byId(ApiKeys.METADATA, LATEST, MatrixRequestsById::metadata, topic(AclOperation.DESCRIBE));
        byId(ApiKeys.DELETE_TOPICS, LATEST, MatrixRequestsById::delete, topic(AclOperation.DELETE));
        byId(
                ApiKeys.OFFSET_COMMIT,
                10,
                id -> OffsetRequestsById.commit(GROUP, id),
                group(AclOperation.READ),
                topic(AclOperation.READ));
        byId(
                ApiKeys.OFFSET_FETCH,
                10,
                id -> OffsetRequestsById.fetch(GROUP, id),
                group(AclOperation.DESCRIBE),
                topic(AclOperation.DESCRIBE));
    }

    private void groups() {
        group(ApiKeys.FIND_COORDINATOR, LATEST, MatrixRequests.findCoordinator((byte) 0, GROUP), AclOperation.DESCRIBE);
        group(ApiKeys.JOIN_GROUP, LATEST, MatrixRequests.join(), AclOperation.READ);
        group(ApiKeys.SYNC_GROUP, LATEST, MatrixRequests.sync(), AclOperation.READ);
        group(ApiKeys.HEARTBEAT, LATEST, MatrixRequests.heartbeat(), AclOperation.READ);
        group(ApiKeys.LEAVE_GROUP, LATEST, MatrixRequests.leave(), AclOperation.READ);
        group(ApiKeys.DESCRIBE_GROUPS, LATEST, MatrixRequests.describeGroups(), AclOperation.DESCRIBE);
        group(ApiKeys.DELETE_GROUPS, LATEST, MatrixRequests.deleteGroups(), AclOperation.DELETE);
        group(ApiKeys.CONSUMER_GROUP_DESCRIBE, LATEST, MatrixRequests.describeConsumerGroup(), AclOperation.DESCRIBE);
        hidden(ApiKeys.LIST_GROUPS, MatrixRequests.listGroups(), group(AclOperation.DESCRIBE));
        hidden(ApiKeys.LIST_GROUPS, MatrixRequests.listGroups(), cluster(AclOperation.DESCRIBE));
        groupAndTopic(ApiKeys.OFFSET_COMMIT, 9, MatrixRequests.offsetCommit(), AclOperation.READ, AclOperation.READ);
        groupAndTopic(
                ApiKeys.OFFSET_FETCH, 9, MatrixRequests.offsetFetch(), AclOperation.DESCRIBE, AclOperation.DESCRIBE);
        groupAndTopic(
                ApiKeys.OFFSET_DELETE, LATEST, MatrixRequests.offsetDelete(), AclOperation.DELETE, AclOperation.READ);
        groupAndTopic(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                LATEST,
                MatrixRequests.consumerHeartbeat(),
                AclOperation.READ,
                AclOperation.DESCRIBE);
    }

    private void transactions() {
        transaction(
                ApiKeys.FIND_COORDINATOR,
                LATEST,
                MatrixRequests.findCoordinator((byte) 1, TRANSACTIONAL_ID),
                AclOperation.DESCRIBE);
        transaction(
                ApiKeys.INIT_PRODUCER_ID, LATEST, MatrixRequests.initProducerId(TRANSACTIONAL_ID), AclOperation.WRITE);
        transaction(ApiKeys.END_TXN, LATEST, MatrixRequests.endTransaction(), AclOperation.WRITE);
        transaction(
                ApiKeys.DESCRIBE_TRANSACTIONS, LATEST, MatrixRequests.describeTransactions(), AclOperation.DESCRIBE);
        Right write = transactionalId(AclOperation.WRITE);
        Refused anyOfThem = new Refused(null);
        add(
                ApiKeys.ADD_PARTITIONS_TO_TXN,
                3,
                MatrixRequests.addPartitions(),
                anyOfThem,
                write,
                topic(AclOperation.WRITE));
        add(
                ApiKeys.ADD_PARTITIONS_TO_TXN,
                4,
                MatrixRequests.verifyPartitions(),
                anyOfThem,
                cluster(AclOperation.CLUSTER_ACTION),
                topic(AclOperation.WRITE));
        add(
                ApiKeys.ADD_OFFSETS_TO_TXN,
                LATEST,
                MatrixRequests.addOffsets(),
                anyOfThem,
                write,
                group(AclOperation.READ));
        add(
                ApiKeys.TXN_OFFSET_COMMIT,
                3,
                MatrixRequests.transactionOffsets(),
                anyOfThem,
                write,
                group(AclOperation.READ),
                topic(AclOperation.READ));
        hidden(
                ApiKeys.LIST_TRANSACTIONS,
                ApiKeys.LIST_TRANSACTIONS.messageType.newRequest(),
                transactionalId(AclOperation.DESCRIBE));
        onCluster(ApiKeys.WRITE_TXN_MARKERS, MatrixRequests.writeMarkers(), AclOperation.ALTER);
        onCluster(ApiKeys.WRITE_TXN_MARKERS, MatrixRequests.writeMarkers(), AclOperation.CLUSTER_ACTION);
    }

    private void cluster() {
        onCluster(ApiKeys.DESCRIBE_ACLS, MatrixRequests.describeAcls(), AclOperation.DESCRIBE);
        onCluster(ApiKeys.CREATE_ACLS, MatrixRequests.createAcls(), AclOperation.ALTER);
        onCluster(ApiKeys.DELETE_ACLS, MatrixRequests.deleteAcls(), AclOperation.ALTER);
        onCluster(ApiKeys.DESCRIBE_LOG_DIRS, MatrixRequests.describeLogDirs(), AclOperation.DESCRIBE);
        onCluster(ApiKeys.ALTER_REPLICA_LOG_DIRS, MatrixRequests.alterLogDirs(), AclOperation.ALTER);
        onCluster(ApiKeys.ELECT_LEADERS, MatrixRequests.electLeaders(), AclOperation.ALTER);
        onCluster(ApiKeys.ALTER_PARTITION_REASSIGNMENTS, MatrixRequests.reassign(), AclOperation.ALTER);
        onCluster(ApiKeys.LIST_PARTITION_REASSIGNMENTS, MatrixRequests.listReassignments(), AclOperation.DESCRIBE);
        onCluster(ApiKeys.DESCRIBE_CLIENT_QUOTAS, MatrixRequests.describeQuotas(), AclOperation.DESCRIBE_CONFIGS);
        onCluster(ApiKeys.ALTER_CLIENT_QUOTAS, MatrixRequests.alterQuotas(), AclOperation.ALTER_CONFIGS);
        onCluster(ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS, MatrixRequests.describeScram(), AclOperation.DESCRIBE);
        onCluster(ApiKeys.ALTER_USER_SCRAM_CREDENTIALS, MatrixRequests.alterScram(), AclOperation.ALTER);
        onCluster(ApiKeys.DESCRIBE_QUORUM, MatrixRequests.describeQuorum(), AclOperation.DESCRIBE);
        onCluster(ApiKeys.UPDATE_FEATURES, MatrixRequests.updateFeatures(), AclOperation.ALTER);
        onCluster(ApiKeys.UNREGISTER_BROKER, MatrixRequests.unregisterBroker(), AclOperation.ALTER);
        onCluster(
                ApiKeys.LIST_CONFIG_RESOURCES,
                ApiKeys.LIST_CONFIG_RESOURCES.messageType.newRequest(),
                AclOperation.DESCRIBE_CONFIGS);
    }

    private void configs(byte code, String name, ResourceType type, Errors refusal) {
        String resource = type == ResourceType.CLUSTER ? Resource.CLUSTER_NAME : name;
        var refused = new Refused(refusal);
        stepwise(code, name, refused, type, resource);
        add(
                ApiKeys.ALTER_CONFIGS,
                LATEST,
                MatrixRequests.alterConfigs(code, name),
                refused,
                new Right(AclOperation.ALTER_CONFIGS, type, resource));
    }

    /** Configs that the older of the two ways to alter may not know. */
    private void stepwise(byte code, String name, Refused refused, ResourceType type, String resource) {
        add(
                ApiKeys.DESCRIBE_CONFIGS,
                LATEST,
                MatrixRequests.describeConfigs(code, name),
                refused,
                new Right(AclOperation.DESCRIBE_CONFIGS, type, resource));
        add(
                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                LATEST,
                MatrixRequests.alterConfigsStepwise(code, name),
                refused,
                new Right(AclOperation.ALTER_CONFIGS, type, resource));
    }

    private void clusterOrTopic(
            ApiKeys key, ApiMessage request, Errors refusal, AclOperation onCluster, AclOperation onTopic) {
        add(key, LATEST, request, new Refused(refusal), cluster(onCluster));
        add(key, LATEST, request, new Refused(refusal), topic(onTopic));
    }

    private void groupAndTopic(
            ApiKeys key, int version, ApiMessage request, AclOperation onGroup, AclOperation onTopic) {
        add(key, version, request, new Refused(null), group(onGroup), topic(onTopic));
    }

    private void topic(ApiKeys key, int version, ApiMessage request, AclOperation operation) {
        add(key, version, request, new Refused(Errors.TOPIC_AUTHORIZATION_FAILED), topic(operation));
    }

    private void group(ApiKeys key, int version, ApiMessage request, AclOperation operation) {
        add(key, version, request, new Refused(Errors.GROUP_AUTHORIZATION_FAILED), group(operation));
    }

    private void transaction(ApiKeys key, int version, ApiMessage request, AclOperation operation) {
        add(
                key,
                version,
                request,
                new Refused(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED),
                transactionalId(operation));
    }

    private void onCluster(ApiKeys key, ApiMessage request, AclOperation operation) {
        add(key, LATEST, request, new Refused(Errors.CLUSTER_AUTHORIZATION_FAILED), cluster(operation));
    }

    private void hidden(ApiKeys key, ApiMessage request, Right needed) {
        String name =
                switch (needed.type()) {
                    case CLUSTER -> GROUP;
                    default -> needed.name();
                };
        add(key, LATEST, request, new Hidden(name), needed);
    }

    private void open(ApiKeys key, ApiMessage request) {
        add(key, LATEST, request, new Open());
    }

    private void add(ApiKeys key, int version, ApiMessage request, Lacking lacking, Right... needed) {
        rows.add(new Row(key, version, id -> request, false, lacking, List.of(needed)));
    }

    private void byId(ApiKeys key, int version, Function<Uuid, ApiMessage> request, Right... needed) {
        rows.add(new Row(key, version, request, true, new Refused(null), List.of(needed)));
    }

    private static Right topic(AclOperation operation) {
        return new Right(operation, ResourceType.TOPIC, TOPIC);
    }

    private static Right group(AclOperation operation) {
        return new Right(operation, ResourceType.GROUP, GROUP);
    }

    private static Right transactionalId(AclOperation operation) {
        return new Right(operation, ResourceType.TRANSACTIONAL_ID, TRANSACTIONAL_ID);
    }

    private static Right cluster(AclOperation operation) {
        return new Right(operation, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
    }
}
