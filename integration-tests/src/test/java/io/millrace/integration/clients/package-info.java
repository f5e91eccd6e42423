/**
 * Programs that speak to a broker with Kafka's Java clients of several ages. Each runs in a JVM of its own with the jars
 * of one version, so they use only what all versions have.
 */
package io.millrace.integration.clients;
