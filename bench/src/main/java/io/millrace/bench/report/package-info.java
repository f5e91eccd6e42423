/**
 * Samples to medians, ratios and the table.
 *
 * <p>Top floor. Thread: main.
 */
package io.millrace.bench.report;
