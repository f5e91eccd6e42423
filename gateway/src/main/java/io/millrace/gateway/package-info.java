/**
 * The gateway as a server: its settings, its port, its routes.
 *
 * <p>Floor: highest room of this module. Thread: the caller's; requests run on event loops and the blocking executor.
 */
package io.millrace.gateway;
