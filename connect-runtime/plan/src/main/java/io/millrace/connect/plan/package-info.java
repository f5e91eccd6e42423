/**
 * Who runs what: the cluster's wishes as immutable values and the rule that places them on workers.
 *
 * <p>Floor: the ground of connect-runtime. Pure: no clock, no thread, no I/O; any thread may call it.
 */
package io.millrace.connect.plan;
