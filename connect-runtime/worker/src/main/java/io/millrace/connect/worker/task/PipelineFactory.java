package io.millrace.connect.worker.task;

/** Puts a pipeline together; runs plugin code, hence on the task's thread. */
@FunctionalInterface
interface PipelineFactory {

    Pipeline create(TaskRunner runner, TaskSwitch control) throws InterruptedException;
}
