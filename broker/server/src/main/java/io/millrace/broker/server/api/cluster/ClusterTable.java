package io.millrace.broker.server.api.cluster;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** The rows of the table that concern the cluster as a whole. */
public final class ClusterTable {

    private static final short REFUSED = Errors.CLUSTER_AUTHORIZATION_FAILED.code();

    private ClusterTable() {}

    public static void fill(ApiTable table, BrokerServices services, LogDirectories directories) {
        table.serve(
                        ApiKeys.UPDATE_FEATURES,
                        0,
                        2,
                        UpdateFeaturesRequestData.class,
                        new UpdateFeaturesHandler(services, table))
                .serve(
                        ApiKeys.DESCRIBE_QUORUM,
                        0,
                        2,
                        DescribeQuorumRequestData.class,
                        new ClusterGuard<>(
                                services,
                                AclOperation.DESCRIBE,
                                new DescribeQuorumHandler(services),
                                () -> new DescribeQuorumResponseData().setErrorCode(REFUSED)))
                .serve(
                        ApiKeys.UNREGISTER_BROKER,
                        0,
                        0,
                        UnregisterBrokerRequestData.class,
                        new ClusterGuard<>(
                                services,
                                AclOperation.ALTER,
                                new UnregisterBrokerHandler(services),
                                () -> new UnregisterBrokerResponseData().setErrorCode(REFUSED)))
                .serve(
                        ApiKeys.ELECT_LEADERS,
                        0,
                        2,
                        ElectLeadersRequestData.class,
                        new ClusterGuard<>(
                                services,
                                AclOperation.ALTER,
                                new ElectLeadersHandler(services),
                                () -> new ElectLeadersResponseData().setErrorCode(REFUSED)));
        replicas(table, services, directories);
    }

    private static void replicas(ApiTable table, BrokerServices services, LogDirectories directories) {
        table.serve(
                        ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
                        0,
                        1,
                        AlterPartitionReassignmentsRequestData.class,
                        new ClusterGuard<>(
                                services,
                                AclOperation.ALTER,
                                new AlterPartitionReassignmentsHandler(services),
                                () -> new AlterPartitionReassignmentsResponseData().setErrorCode(REFUSED)))
                .serve(
                        ApiKeys.LIST_PARTITION_REASSIGNMENTS,
                        0,
                        0,
                        ListPartitionReassignmentsRequestData.class,
                        new ClusterGuard<>(
                                services,
                                AclOperation.DESCRIBE,
                                new ListPartitionReassignmentsHandler(),
                                () -> new ListPartitionReassignmentsResponseData().setErrorCode(REFUSED)))
                .serve(
                        ApiKeys.ALTER_REPLICA_LOG_DIRS,
                        1,
                        2,
                        AlterReplicaLogDirsRequestData.class,
                        new AlterReplicaLogDirsHandler(services, directories));
    }
}
