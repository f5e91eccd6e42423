/**
 * Whether, and when, what has failed is started again: the rule and the history that it looks at, as immutable values.
 *
 * <p>Floor: the ground of connect-runtime. Pure: time and chance come in as values; any thread may call it.
 */
package io.millrace.connect.plan.restart;
