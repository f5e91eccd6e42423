/**
 * What there is: topics, partitions, brokers.
 *
 * <p>Floor: above kafka. Thread: any; everything is asked of the cluster's administration client.
 */
package io.millrace.gateway.topics;
