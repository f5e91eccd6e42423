package io.millrace.broker.server.api.security;

import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The rows of the table that concern ACLs. Without an authorizer they are served too, by a clear refusal. */
public final class AclApiTable {

    private AclApiTable() {}

    public static void fill(ApiTable table, BrokerServices services) {
        table.serve(ApiKeys.DESCRIBE_ACLS, 1, 3, DescribeAclsRequestData.class, new DescribeAclsHandler(services))
                .serve(ApiKeys.CREATE_ACLS, 1, 3, CreateAclsRequestData.class, new CreateAclsHandler(services))
                .serve(ApiKeys.DELETE_ACLS, 1, 3, DeleteAclsRequestData.class, new DeleteAclsHandler(services));
    }
}
