/**
 * The values of the registry: names, versions, levels, modes, content, and the answer that every decision gives.
 *
 * <p>Floor: pure (no clock, thread, lock, input or output). Any thread; everything here is immutable.
 */
package io.millrace.registry.model;
