/**
 * What a reader of one Protobuf schema cannot read of another's data. Fields are paired by number, messages by name.
 *
 * <p>Floor: pure. Any thread; a comparison serves one pair of schemas.
 */
package io.millrace.registry.protobuf.compatibility;
