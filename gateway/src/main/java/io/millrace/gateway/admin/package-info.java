/**
 * REST Proxy v3 for those who look after a cluster: configs, brokers, consumer groups, ACLs.
 *
 * <p>Floor: above {@code topics}. Thread: the blocking executor; the cluster's answers are waited for without one.
 */
package io.millrace.gateway.admin;
