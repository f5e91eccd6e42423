/**
 * Keys and certificates of listeners: loaded, checked, watched, replaced without a restart, and read for the name of a
 * client.
 *
 * <p>Floor 4. Thread: one that watches files for a whole broker; engines are made on any thread.
 */
package io.millrace.broker.server.tls;
