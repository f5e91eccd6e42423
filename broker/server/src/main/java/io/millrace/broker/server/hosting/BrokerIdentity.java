package io.millrace.broker.server.hosting;

/**
 * Which broker this is.
 *
 * @param nodeId its id in the cluster
 * @param clusterId the cluster's id
 * @param listenerName the listener whose addresses clients are told
 */
public record BrokerIdentity(int nodeId, String clusterId, String listenerName) {}
