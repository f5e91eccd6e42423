/**
 * What transactions look like from outside the log: markers, ongoing and aborted transactions, producers. Values only.
 * Floor 0; no thread.
 */
package io.millrace.broker.log.transaction;
