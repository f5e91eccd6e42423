/**
 * Requests with a key that are done once, whichever node they come to and however often: their records and their answer are
 * written in one transaction of Kafka, and who may write in it is fenced by Kafka too.
 *
 * <p>Floor: above kafka, below produce. Thread: one for each slot, which waits.
 */
package io.millrace.gateway.once;
