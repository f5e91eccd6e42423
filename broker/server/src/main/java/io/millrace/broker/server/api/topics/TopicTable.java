package io.millrace.broker.server.api.topics;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.server.api.configs.AlterConfigsHandler;
import io.millrace.broker.server.api.configs.ConfigDescription;
import io.millrace.broker.server.api.configs.DescribeConfigsHandler;
import io.millrace.broker.server.api.configs.IncrementalAlterConfigsHandler;
import io.millrace.broker.server.api.configs.ListConfigResourcesHandler;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The rows of the table that concern topics, configs and the cluster. */
public final class TopicTable {

    private TopicTable() {}

    public static void fill(
            ApiTable table, BrokerServices services, TopicCreation creation, LogDirectories directories) {
        var configs =
                new ConfigDescription(services.settings(), services.identity().nodeId());
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
                        new CreatePartitionsHandler(services));
        configs(table, services, configs);
        table.serve(
                ApiKeys.DESCRIBE_LOG_DIRS,
                1,
                5,
                DescribeLogDirsRequestData.class,
                new DescribeLogDirsHandler(services, directories));
    }

    private static void configs(ApiTable table, BrokerServices services, ConfigDescription configs) {
        table.serve(
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
                        new ListConfigResourcesHandler(services));
    }
}
