/**
 * Which worker runs what: the rules that place work, move it for the sake of load and hand it over, as functions of
 * immutable values.
 *
 * <p>Floor: above the values of {@code plan}. Pure: figures and time come in as values; any thread may call it.
 */
package io.millrace.connect.plan.placement;
