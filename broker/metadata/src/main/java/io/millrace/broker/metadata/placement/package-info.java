/**
 * Which broker holds and leads which partition.
 *
 * <p>Floor: broker, pure. Thread: a placement belongs to one decision.
 */
package io.millrace.broker.metadata.placement;
