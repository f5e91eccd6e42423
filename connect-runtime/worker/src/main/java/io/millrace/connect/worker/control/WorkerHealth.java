package io.millrace.connect.worker.control;

/** Whether the worker can take requests, and what it is doing if it cannot. */
public record WorkerHealth(Condition condition, String message) {

    /** The three answers of the health endpoint: 200, 503 and 500. */
    public enum Condition {
        HEALTHY,
        STARTING,
        UNHEALTHY
    }
}
