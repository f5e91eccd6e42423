/**
 * How many bytes of records the tasks of a worker hold, each by itself and all together. Counted are serialized bytes,
 * which are known anyway. Any thread.
 */
package io.millrace.connect.worker.budget;
