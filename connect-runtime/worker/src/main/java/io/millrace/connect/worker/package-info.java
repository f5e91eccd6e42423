/**
 * The entry to the worker: start it from properties, ask for its control interface, close it.
 *
 * <p>Floor: the top of this module, it wires the rooms below it (log, cluster, config, task, errors, offsets, observe,
 * control). Every server it starts has its own threads; nothing here is static and mutable.
 */
package io.millrace.connect.worker;
