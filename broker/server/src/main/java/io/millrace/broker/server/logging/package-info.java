/**
 * The levels of the loggers of this process, as whoever operates the broker reads and sets them.
 *
 * <p>Floor 4. Thread: any.
 */
package io.millrace.broker.server.logging;
