/**
 * The brokers that are compared, each a process of its own, and what the operating system says of a process.
 *
 * <p>Top floor. Thread: main.
 */
package io.millrace.bench.peer;
