/**
 * HTTP without knowledge of Kafka: bodies within bounds, JSON, answers, one error shape.
 *
 * <p>Floor: lowest room of this module. Thread: bodies arrive on event loops; handlers run on the blocking executor and
 * answer with futures.
 */
package io.millrace.gateway.http;
