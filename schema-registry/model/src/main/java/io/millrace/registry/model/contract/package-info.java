/**
 * What is agreed about a schema beside its text: metadata and rules, as JSON in one order, merged, checked and hashed as
 * Confluent's registry does.
 *
 * <p>Floor: pure. Any thread.
 */
package io.millrace.registry.model.contract;
