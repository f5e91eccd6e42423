package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.api.topics.TopicCreation;
import io.millrace.broker.server.api.transactions.TransactionEntry;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The rows of the table that concern groups of both protocols and their offsets. */
public final class GroupTable {

    private GroupTable() {}

    public static void fill(
            ApiTable table,
            BrokerServices services,
            TopicCreation creation,
            GroupRoute groups,
            TransactionEntry entry) {
        table.serve(
                        ApiKeys.FIND_COORDINATOR,
                        0,
                        6,
                        FindCoordinatorRequestData.class,
                        new FindCoordinatorHandler(services, creation))
                .serve(ApiKeys.JOIN_GROUP, 0, 9, JoinGroupRequestData.class, new JoinGroupHandler(groups))
                .serve(ApiKeys.SYNC_GROUP, 0, 5, SyncGroupRequestData.class, new SyncGroupHandler(groups))
                .serve(ApiKeys.HEARTBEAT, 0, 4, HeartbeatRequestData.class, new HeartbeatHandler(groups))
                .serve(ApiKeys.LEAVE_GROUP, 0, 5, LeaveGroupRequestData.class, new LeaveGroupHandler(groups))
                .serve(
                        ApiKeys.OFFSET_COMMIT,
                        2,
                        10,
                        OffsetCommitRequestData.class,
                        new OffsetCommitHandler(services, groups))
                .serve(
                        ApiKeys.TXN_OFFSET_COMMIT,
                        0,
                        5,
                        TxnOffsetCommitRequestData.class,
                        new TxnOffsetCommitHandler(services, groups, entry))
                .serve(
                        ApiKeys.OFFSET_FETCH,
                        1,
                        10,
                        OffsetFetchRequestData.class,
                        new OffsetFetchHandler(services, groups))
                .serve(ApiKeys.OFFSET_DELETE, 0, 0, OffsetDeleteRequestData.class, new OffsetDeleteHandler(groups))
                .serve(
                        ApiKeys.DESCRIBE_GROUPS,
                        0,
                        6,
                        DescribeGroupsRequestData.class,
                        new DescribeGroupsHandler(groups))
                .serve(ApiKeys.LIST_GROUPS, 0, 5, ListGroupsRequestData.class, new ListGroupsHandler(groups))
                .serve(ApiKeys.DELETE_GROUPS, 0, 2, DeleteGroupsRequestData.class, new DeleteGroupsHandler(groups))
                .serve(
                        ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                        0,
                        1,
                        ConsumerGroupHeartbeatRequestData.class,
                        new ConsumerGroupHeartbeatHandler(groups))
                .serve(
                        ApiKeys.CONSUMER_GROUP_DESCRIBE,
                        0,
                        1,
                        ConsumerGroupDescribeRequestData.class,
                        new ConsumerGroupDescribeHandler(groups));
    }
}
