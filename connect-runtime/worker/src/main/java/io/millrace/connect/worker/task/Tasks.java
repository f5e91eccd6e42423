package io.millrace.connect.worker.task;

/** Starts and stops the tasks of a worker. */
public final class Tasks {

    private final TaskEnvironment environment;
    private final StopProtocol protocol;

    public Tasks(TaskEnvironment environment) {
        this.environment = environment;
        this.protocol = new StopProtocol(environment.config().stop(), environment.quarantine());
    }

    /** Starts a task on a thread of its own and returns at once. Whoever forgets it closes its observer. */
    public TaskRunner start(TaskSpec spec, TaskListener listener, boolean paused) {
        TaskRunner runner = new TaskRunner(
                spec,
                new PipelineAssembly(environment, spec),
                listener,
                environment.metrics().task(spec.id()),
                environment.discretion().apply(spec.id().connector()),
                paused);
        environment.calls().watch(runner.calls(), () -> listener.stuck(runner));
        runner.start();
        return runner;
    }

    /** Begins to stop a task and returns at once; its listener hears of the end in bounded time. */
    public void stop(TaskRunner runner) {
        protocol.begin(runner);
    }
}
