/**
 * One record batch of format v2 as bytes: where its fields are, what makes it acceptable, how the broker stamps it.
 * Floor 0; pure except that stamping writes into the caller's buffer. No thread.
 */
package io.millrace.broker.log.batch;
