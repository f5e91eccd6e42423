/**
 * Handlers for the cluster as a whole: features, quorum, brokers, who leads and where replicas are.
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block.
 */
package io.millrace.broker.server.api.cluster;
