/**
 * One class per command: looks at the image, says yes or no, and which records follow. Nothing changes here.
 *
 * <p>Floor: broker, pure. Thread: none of its own; a decision runs inside the serial apply of the metadata log.
 */
package io.millrace.broker.metadata.decision;
