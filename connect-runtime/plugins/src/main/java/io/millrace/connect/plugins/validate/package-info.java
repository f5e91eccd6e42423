/**
 * Judges a connector configuration and says what is wrong with it, key by key.
 *
 * <p>Floor: above {@code config}. Thread: plugin code runs on the validator's own threads, each call under a deadline.
 */
package io.millrace.connect.plugins.validate;
