package io.millrace.broker.server.request;

import java.util.Map;

/**
 * Settings of the handlers.
 *
 * @param autoCreateTopics whether asking for a topic makes it
 * @param deleteTopics whether topics may be deleted
 * @param defaultPartitionCount of topics that do not say
 * @param defaultReplicationFactor of topics that do not say
 * @param fetch bounds on fetches
 * @param maxPartitionsPerPage most that one DescribeTopicPartitions tells
 * @param topicDefaults topic settings that this broker's properties give
 * @param brokerProperties the properties of this broker as they were given, for DescribeConfigs
 * @param brokerDefaults what holds for honoured properties that were not given
 */
public record ApiSettings(
        boolean autoCreateTopics,
        boolean deleteTopics,
        int defaultPartitionCount,
        int defaultReplicationFactor,
        FetchLimits fetch,
        int maxPartitionsPerPage,
        Map<String, String> topicDefaults,
        Map<String, String> brokerProperties,
        Map<String, String> brokerDefaults) {}
