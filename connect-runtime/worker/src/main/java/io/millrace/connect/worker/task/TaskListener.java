package io.millrace.connect.worker.task;

/** Hears how a task fares; calls come from the task's thread or the stopper's and must be quick. */
public interface TaskListener {

    void running(TaskRunner task);

    void paused(TaskRunner task);

    /** The task ended by itself; {@code error} says why. */
    void failed(TaskRunner task, Throwable error);

    /** The task ended as asked, or its thread was given up. */
    void stopped(TaskRunner task);

    /** A call into the plugin has come to count as stuck, or has returned after all: see {@link TaskRunner#calls}. */
    void stuck(TaskRunner task);

    /** The task reads or writes this topic; may be called many times. */
    void usesTopic(TaskRunner task, String topic);
}
