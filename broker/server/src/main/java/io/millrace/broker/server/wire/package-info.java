/**
 * Bytes to request messages and response messages to bytes, within bounds.
 *
 * <p>Floor 4. Thread: any; nothing here keeps state between calls.
 */
package io.millrace.broker.server.wire;
