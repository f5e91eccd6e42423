package io.millrace.broker.server.api.transactions;

import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The rows of the table that concern transactions. */
public final class TransactionTable {

    private TransactionTable() {}

    public static void fill(ApiTable table, BrokerServices services, TransactionRoute transactions) {
        table.serve(
                        ApiKeys.INIT_PRODUCER_ID,
                        0,
                        5,
                        InitProducerIdRequestData.class,
                        new InitProducerIdHandler(services, transactions))
                .serve(
                        ApiKeys.ADD_PARTITIONS_TO_TXN,
                        0,
                        5,
                        AddPartitionsToTxnRequestData.class,
                        new AddPartitionsToTxnHandler(services, transactions))
                .serve(
                        ApiKeys.ADD_OFFSETS_TO_TXN,
                        0,
                        4,
                        AddOffsetsToTxnRequestData.class,
                        new AddOffsetsToTxnHandler(services, transactions))
                .serve(ApiKeys.END_TXN, 0, 5, EndTxnRequestData.class, new EndTxnHandler(services, transactions))
                .serve(
                        ApiKeys.DESCRIBE_TRANSACTIONS,
                        0,
                        0,
                        DescribeTransactionsRequestData.class,
                        new DescribeTransactionsHandler(services.access(), transactions))
                .serve(
                        ApiKeys.LIST_TRANSACTIONS,
                        0,
                        2,
                        ListTransactionsRequestData.class,
                        new ListTransactionsHandler(services, transactions));
    }
}
