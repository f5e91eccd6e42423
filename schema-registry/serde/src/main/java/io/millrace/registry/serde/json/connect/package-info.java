/**
 * The Connect converter for JSON Schema: Connect's schemas as JSON schemas and back, and values between them.
 *
 * <p>Floor: library; it sees connect-api, Jackson and the serializers. A converter serves one task, in one thread.
 */
package io.millrace.registry.serde.json.connect;
