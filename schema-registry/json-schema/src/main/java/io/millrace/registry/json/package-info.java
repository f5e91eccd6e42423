/**
 * JSON Schema as a kind of schema of the registry.
 *
 * <p>Floor: pure. Any thread. Nothing is ever fetched because a schema refers to it.
 */
package io.millrace.registry.json;
