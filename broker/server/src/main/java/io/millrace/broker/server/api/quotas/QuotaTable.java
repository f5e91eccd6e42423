package io.millrace.broker.server.api.quotas;

import io.millrace.broker.server.api.cluster.ClusterGuard;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** The rows of the table that concern quotas. */
public final class QuotaTable {

    private QuotaTable() {}

    public static void fill(ApiTable table, BrokerServices services) {
        table.serve(
                        ApiKeys.DESCRIBE_CLIENT_QUOTAS,
                        0,
                        1,
                        DescribeClientQuotasRequestData.class,
                        new ClusterGuard<>(
                                services,
                                AclOperation.DESCRIBE_CONFIGS,
                                new DescribeClientQuotasHandler(services),
                                () -> new DescribeClientQuotasResponseData()
                                        .setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code())
                                        .setEntries(null)))
                .serve(
                        ApiKeys.ALTER_CLIENT_QUOTAS,
                        0,
                        1,
                        AlterClientQuotasRequestData.class,
                        new AlterClientQuotasHandler(services));
    }
}
