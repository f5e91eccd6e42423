/**
 * Runs a connector for a moment to show what it would do, and leaves nothing behind.
 *
 * <p>Floor: above config, offsets, observe and stuck, beside task and connector. Threads: two for each preview, of which
 * there is one at a time.
 */
package io.millrace.connect.worker.preview;
