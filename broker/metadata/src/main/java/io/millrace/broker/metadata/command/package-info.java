/**
 * Commands and their answers. A command carries everything its decision needs and the image does not have: the time,
 * fresh ids, the defaults of the broker that proposed it.
 *
 * <p>Floor: broker, pure. Thread: values, plus codecs without state.
 */
package io.millrace.broker.metadata.command;
