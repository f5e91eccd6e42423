/**
 * Protobuf schemas as a kind of schema: read from {@code .proto} text or from a descriptor, linked with what they import,
 * written in one spelling, and compared as reader and writer.
 *
 * <p>Floor: pure. Any thread. Imports are what the caller gives and what is built in; nothing is read from files.
 */
package io.millrace.registry.protobuf;
