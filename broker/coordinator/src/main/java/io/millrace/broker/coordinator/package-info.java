/**
 * Consumer groups and committed offsets as a pure machine: decide, append, replay. Requests and time come in as values;
 * records, answers and deadlines go out as values.
 *
 * <p>Floor: broker, pure. Thread: a shard belongs to one thread.
 */
package io.millrace.broker.coordinator;
