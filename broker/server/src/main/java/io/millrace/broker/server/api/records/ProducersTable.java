package io.millrace.broker.server.api.records;

import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The requests about producers and transactions that a partition's log answers without a coordinator. */
public final class ProducersTable {

    private ProducersTable() {}

    public static void fill(ApiTable table, BrokerServices services) {
        table.serve(
                        ApiKeys.WRITE_TXN_MARKERS,
                        1,
                        2,
                        WriteTxnMarkersRequestData.class,
                        new WriteTxnMarkersHandler(services))
                .serve(
                        ApiKeys.DESCRIBE_PRODUCERS,
                        0,
                        0,
                        DescribeProducersRequestData.class,
                        new DescribeProducersHandler(services));
    }
}
