/**
 * The words in which a coordinator speaks: who asks, what is to be appended, who gets which answer, what is due when.
 *
 * <p>Floor: broker, pure. Thread: values, and a draft that belongs to one decision.
 */
package io.millrace.broker.coordinator.decision;
