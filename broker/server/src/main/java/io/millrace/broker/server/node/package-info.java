/**
 * The broker as one thing that starts, tells its addresses and closes: settings, assembly, lifecycle, main.
 *
 * <p>Floor 4. Thread: the caller's.
 */
package io.millrace.broker.server.node;
