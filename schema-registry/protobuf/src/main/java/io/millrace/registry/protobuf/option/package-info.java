/**
 * Options of a file: which message's extension or field each of them sets.
 *
 * <p>Floor: pure. Any thread.
 */
package io.millrace.registry.protobuf.option;
