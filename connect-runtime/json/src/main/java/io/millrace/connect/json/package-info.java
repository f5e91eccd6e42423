/**
 * The JSON converter of Kafka Connect, bytes and values alike, at a fraction of its cost.
 *
 * <p>Floor: the ground of connect-runtime, beside compat. Knows the Connect API and nothing of the runtime.
 */
package io.millrace.connect.json;
