/**
 * Records in: from JSON to bytes, to the cluster, and the result of each one back.
 *
 * <p>Floor: above topics. Thread: the blocking executor, since registries and a full buffer make it wait.
 */
package io.millrace.gateway.produce;
