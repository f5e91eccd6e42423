package io.millrace.broker.server.api;

import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.server.hosting.GroupShards;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Which versions are served. Produce ends at 11: from 12 on clients expect transactions of version 2 (KIP-890). Its
 * advertised range begins at 0, or librdkafka before 2.11.1 silently sends gzip, snappy and lz4 uncompressed.
 */
public final class ApiTables {

    private ApiTables() {}

    /** The table of a broker. */
    public static ApiTable broker(
            BrokerServices services, TopicCreation creation, GroupShards shards, LogDirectory directory) {
        var table = new ApiTable();
        var configs = new ConfigDescription(services.settings());
        table.serve(
                ApiKeys.API_VERSIONS,
                0,
                ApiVersionsHandler.MAX_VERSION,
                ApiVersionsRequestData.class,
                new ApiVersionsHandler(table));
        records(table, services);
        GroupTable.fill(table, services, creation, new GroupRoute(services.cluster(), shards));
        table.serve(ApiKeys.METADATA, 0, 13, MetadataRequestData.class, new MetadataHandler(services, creation))
                .serve(
                        ApiKeys.DESCRIBE_CLUSTER,
                        0,
                        2,
                        DescribeClusterRequestData.class,
                        new DescribeClusterHandler(services))
                .serve(
                        ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
                        0,
                        0,
                        DescribeTopicPartitionsRequestData.class,
                        new DescribeTopicPartitionsHandler(services))
                .serve(
                        ApiKeys.CREATE_TOPICS,
                        2,
                        7,
                        CreateTopicsRequestData.class,
                        new CreateTopicsHandler(services, configs))
                .serve(ApiKeys.DELETE_TOPICS, 1, 6, DeleteTopicsRequestData.class, new DeleteTopicsHandler(services))
                .serve(
                        ApiKeys.CREATE_PARTITIONS,
                        0,
                        3,
                        CreatePartitionsRequestData.class,
                        new CreatePartitionsHandler(services))
                .serve(
                        ApiKeys.DESCRIBE_CONFIGS,
                        1,
                        4,
                        DescribeConfigsRequestData.class,
                        new DescribeConfigsHandler(services, configs))
                .serve(ApiKeys.ALTER_CONFIGS, 0, 2, AlterConfigsRequestData.class, new AlterConfigsHandler(services))
                .serve(
                        ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                        0,
                        1,
                        IncrementalAlterConfigsRequestData.class,
                        new IncrementalAlterConfigsHandler(services))
                .serve(
                        ApiKeys.LIST_CONFIG_RESOURCES,
                        0,
                        1,
                        ListConfigResourcesRequestData.class,
                        new ListConfigResourcesHandler(services))
                .serve(
                        ApiKeys.DESCRIBE_LOG_DIRS,
                        1,
                        5,
                        DescribeLogDirsRequestData.class,
                        new DescribeLogDirsHandler(services, directory));
        return table;
    }

    private static void records(ApiTable table, BrokerServices services) {
        table.serve(ApiKeys.PRODUCE, 0, 3, 11, ProduceRequestData.class, new ProduceHandler(services))
                .serve(ApiKeys.FETCH, 4, 18, FetchRequestData.class, new FetchHandler(services))
                .serve(ApiKeys.LIST_OFFSETS, 1, 11, ListOffsetsRequestData.class, new ListOffsetsHandler(services))
                .serve(ApiKeys.DELETE_RECORDS, 0, 2, DeleteRecordsRequestData.class, new DeleteRecordsHandler(services))
                .serve(
                        ApiKeys.INIT_PRODUCER_ID,
                        0,
                        5,
                        InitProducerIdRequestData.class,
                        new InitProducerIdHandler(services))
                .serve(
                        ApiKeys.OFFSET_FOR_LEADER_EPOCH,
                        2,
                        4,
                        OffsetForLeaderEpochRequestData.class,
                        new OffsetForLeaderEpochHandler(services));
    }
}
