/**
 * Reading over HTTP.
 *
 * <p>Floor: above {@code records} and {@code topics}. Thread: consumers live on {@link
 * io.millrace.gateway.consume.ConsumerThreads}, one thread at a time; documents are made on the blocking executor.
 */
package io.millrace.gateway.consume;
