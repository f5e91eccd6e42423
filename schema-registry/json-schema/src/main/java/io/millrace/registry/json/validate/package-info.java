/**
 * Whether a document fits a schema: the validator of networknt, in bounds that hold for every schema and document.
 *
 * <p>Floor: pure. Any thread.
 */
package io.millrace.registry.json.validate;
