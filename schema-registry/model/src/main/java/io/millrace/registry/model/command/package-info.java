/**
 * What clients may ask for: each operation decides on the state and proposes records; nothing changes until they are
 * replayed.
 *
 * <p>Floor: pure. One thread at a time; the host guards the state.
 */
package io.millrace.registry.model.command;
