/**
 * The registry's state on a compacted topic: one thread reads it; writes are decided one after the other, and those that
 * wait together are appended and awaited together.
 *
 * <p>Floor: shell around the pure model. {@code RegistryStore} says which thread may call what.
 */
package io.millrace.registry.server.storage;
