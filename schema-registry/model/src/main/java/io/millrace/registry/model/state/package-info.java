/**
 * The registry's state, which is the fold of its records, and the questions it answers.
 *
 * <p>Floor: pure. One thread at a time; the host guards it.
 */
package io.millrace.registry.model.state;
