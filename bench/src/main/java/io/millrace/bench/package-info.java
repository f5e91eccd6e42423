/**
 * The benchmark's command: which rows, how many rounds, in which order.
 *
 * <p>Top floor. Thread: main.
 */
package io.millrace.bench;
