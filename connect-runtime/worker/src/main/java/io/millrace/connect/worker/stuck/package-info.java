/**
 * Which calls into plugins are under way, and which of them have lasted for too long.
 *
 * <p>Floor: above control and config, below task and connector. Threads: none of its own; whoever calls a plugin leaves a
 * mark, and the worker's timer looks at the marks.
 */
package io.millrace.connect.worker.stuck;
