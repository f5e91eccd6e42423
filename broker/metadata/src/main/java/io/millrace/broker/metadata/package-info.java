/**
 * Cluster metadata as a pure machine: an immutable image, the commands that ask for a change, the decision what
 * changes, and the records that change it. {@link io.millrace.broker.metadata.MetadataMachine} is the facade.
 *
 * <p>Floor: broker, pure. No clock, random, thread, lock, file or logging: time and fresh ids come inside commands.
 *
 * <p>Thread: none of its own; every value is immutable, except drafts and writers, which stay inside one call.
 */
package io.millrace.broker.metadata;
