/**
 * The binary form of commands, records, responses and snapshots: big-endian fields, lengths before lists, nothing
 * optional and nothing that depends on iteration order, so equal values have equal bytes on every node.
 *
 * <p>Floor: broker, pure. Thread: a writer or reader belongs to one call.
 */
package io.millrace.broker.metadata.wire;
