/**
 * Tasks: the pipelines of sources and sinks, one thread for each task, and the protocol that stops them.
 *
 * <p>Floor: above config, topics, errors, offsets and observe; knows nothing of the cluster. Threads: the task's own, a second
 * one that commits source offsets, and the stopper's.
 */
package io.millrace.connect.worker.task;
