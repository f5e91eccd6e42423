/**
 * The records of the topic {@code _schemas}: what they say, and their bytes.
 *
 * <p>Floor: pure. Any thread.
 */
package io.millrace.registry.model.record;
