/**
 * The registry's state on a compacted topic: one thread reads it, one write at a time is decided, appended and awaited.
 *
 * <p>Floor: shell around the pure model. {@code RegistryStore} says which thread may call what.
 */
package io.millrace.registry.server.storage;
