package io.millrace.broker.server.request;

import java.util.Map;

/**
 * Settings of the handlers.
 *
 * @param autoCreateTopics whether asking for a topic makes it
 * @param defaultPartitionCount of topics that do not say
 * @param defaultReplicationFactor of topics that do not say
 * @param fetchMaxBytes most that one fetch gets, whatever it asks
 * @param topicDefaults topic settings that this broker's properties give
 * @param brokerProperties all properties of this broker by name, for DescribeConfigs
 */
public record ApiSettings(
        boolean autoCreateTopics,
        int defaultPartitionCount,
        int defaultReplicationFactor,
        int fetchMaxBytes,
        Map<String, String> topicDefaults,
        Map<String, String> brokerProperties) {}
