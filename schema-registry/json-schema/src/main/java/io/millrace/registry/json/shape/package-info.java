/**
 * What a JSON Schema says, apart from how a draft spells it: one class for each group of keywords.
 *
 * <p>Floor: pure. Any thread once it is built.
 */
package io.millrace.registry.json.shape;
