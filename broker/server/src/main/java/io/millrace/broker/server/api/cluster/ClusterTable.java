package io.millrace.broker.server.api.cluster;

import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The rows of the table that concern the cluster as a whole. */
public final class ClusterTable {

    private ClusterTable() {}

    public static void fill(ApiTable table, BrokerServices services) {
        table.serve(
                ApiKeys.UPDATE_FEATURES,
                0,
                2,
                UpdateFeaturesRequestData.class,
                new UpdateFeaturesHandler(services, table));
    }
}
