/**
 * The Connect converter for Avro: schemas are mapped once into plans, and values go between Connect and Avro's binary
 * form without a tree of generic records in between.
 *
 * <p>Floor: plugin library; it sees connect-api. A converter serves one task; plans are immutable and any thread's.
 */
package io.millrace.registry.serde.connect;
