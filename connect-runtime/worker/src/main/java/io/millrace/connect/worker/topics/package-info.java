/**
 * Creating topics where they are missing.
 *
 * <p>Floor: beside config, below everything else. Blocks; never on a thread that others wait for.
 */
package io.millrace.connect.worker.topics;
