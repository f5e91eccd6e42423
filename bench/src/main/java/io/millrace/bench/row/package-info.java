/**
 * What is measured: a class for each row of the table.
 *
 * <p>Top floor. Thread: main; the load has its own.
 */
package io.millrace.bench.row;
