/**
 * The {@code .proto} language: text to a file's descriptor and back. Names stay as they are written; what they mean is
 * found out when the file is linked.
 *
 * <p>Floor: pure. Any thread; readers and writers serve one text each.
 */
package io.millrace.registry.protobuf.text;
