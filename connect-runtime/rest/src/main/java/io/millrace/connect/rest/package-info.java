/**
 * The embeddable Connect server: a worker, its plugins, and Kafka Connect's REST surface in front of them.
 *
 * <p>Floor: the top of the Connect runtime. Thread: start and close block their caller; requests run on the server's
 * own threads.
 */
package io.millrace.connect.rest;
