package io.millrace.broker.server.api;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.server.api.cluster.ClusterTable;
import io.millrace.broker.server.api.credentials.CredentialTable;
import io.millrace.broker.server.api.groups.GroupRoute;
import io.millrace.broker.server.api.groups.GroupTable;
import io.millrace.broker.server.api.quotas.QuotaTable;
import io.millrace.broker.server.api.records.DeleteRecordsHandler;
import io.millrace.broker.server.api.records.FetchHandler;
import io.millrace.broker.server.api.records.ListOffsetsHandler;
import io.millrace.broker.server.api.records.OffsetForLeaderEpochHandler;
import io.millrace.broker.server.api.records.ProduceHandler;
import io.millrace.broker.server.api.records.ProducersTable;
import io.millrace.broker.server.api.security.AclApiTable;
import io.millrace.broker.server.api.telemetry.TelemetryTable;
import io.millrace.broker.server.api.topics.TopicCreation;
import io.millrace.broker.server.api.topics.TopicTable;
import io.millrace.broker.server.api.transactions.TransactionEntry;
import io.millrace.broker.server.api.transactions.TransactionRoute;
import io.millrace.broker.server.api.transactions.TransactionTable;
import io.millrace.broker.server.hosting.GroupShards;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Which versions are served. Produce's advertised range begins at 0, or librdkafka before 2.11.1 silently sends gzip, snappy and lz4 uncompressed.
 */
public final class ApiTables {

    private ApiTables() {}

    /**
     * How transactions are reached.
     *
     * @param verifies whether older clients are checked before they write
     */
    public record Transactions(TransactionRoute route, BooleanSupplier verifies) {}

    /** The table of a broker. */
    public static ApiTable broker(
            BrokerServices services,
            TopicCreation creation,
            GroupShards shards,
            Transactions transactions,
            LogDirectories directories) {
        var table = new ApiTable();
        table.serve(
                ApiKeys.API_VERSIONS,
                0,
                ApiVersionsHandler.MAX_VERSION,
                ApiVersionsRequestData.class,
                new ApiVersionsHandler(table, services.cluster()));
        var entry = new TransactionEntry(transactions.route(), transactions.verifies());
        records(table, services, entry);
        ProducersTable.fill(table, services);
        TransactionTable.fill(table, services, transactions.route());
        GroupTable.fill(
                table, services, creation, new GroupRoute(services.access(), services.cluster(), shards), entry);
        TopicTable.fill(table, services, creation, directories);
        AclApiTable.fill(table, services);
        CredentialTable.fill(table, services);
        ClusterTable.fill(table, services, directories);
        QuotaTable.fill(table, services);
        TelemetryTable.fill(table, services);
        return table;
    }

    private static void records(ApiTable table, BrokerServices services, TransactionEntry entry) {
        table.serve(ApiKeys.PRODUCE, 0, 3, 13, ProduceRequestData.class, new ProduceHandler(services, entry))
                .serve(ApiKeys.FETCH, 4, 18, FetchRequestData.class, new FetchHandler(services))
                .serve(ApiKeys.LIST_OFFSETS, 1, 11, ListOffsetsRequestData.class, new ListOffsetsHandler(services))
                .serve(ApiKeys.DELETE_RECORDS, 0, 2, DeleteRecordsRequestData.class, new DeleteRecordsHandler(services))
                .serve(
                        ApiKeys.OFFSET_FOR_LEADER_EPOCH,
                        2,
                        4,
                        OffsetForLeaderEpochRequestData.class,
                        new OffsetForLeaderEpochHandler(services));
    }
}
