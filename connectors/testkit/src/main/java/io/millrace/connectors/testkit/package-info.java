/**
 * What connector tests share: a sink context that records what a task asks for, topics in memory, a driver that feeds a
 * task as a worker would, hand-built Debezium records, and the conformance suite that every sink connector passes.
 *
 * <p>Floor: above connect-api only, so that a connector tested here is known not to need any runtime. Thread: everything
 * here belongs to the one test thread that drives the task.
 */
package io.millrace.connectors.testkit;
