package io.millrace.broker.server.hosting;

/**
 * Which broker this is.
 *
 * @param nodeId its id in the cluster
 * @param clusterId the cluster's id
 */
public record BrokerIdentity(int nodeId, String clusterId) {}
