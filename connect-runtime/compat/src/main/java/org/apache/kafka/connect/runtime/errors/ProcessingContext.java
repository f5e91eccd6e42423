package org.apache.kafka.connect.runtime.errors;

/**
 * One original record on its way through a pipeline: where it is, how often it was tried, what went wrong.
 *
 * @param <T> the record as it came in, a {@code ConsumerRecord<byte[], byte[]>} for sinks
 */
public class ProcessingContext<T> {
    private final T original;
    private Stage stage;
    private Class<?> executingClass;
    private int attempt;
    private Throwable error;

    /** A context for a record that has not been through any stage. */
    public ProcessingContext(T original) {
        this.original = original;
    }

    public T original() {
        return original;
    }

    public void position(Stage position) {
        this.stage = position;
    }

    public Stage stage() {
        return stage;
    }

    public Class<?> executingClass() {
        return executingClass;
    }

    public void executingClass(Class<?> klass) {
        this.executingClass = klass;
    }

    /** Both at once: the stage and the class that works in it. */
    public void currentContext(Stage newStage, Class<?> klass) {
        position(newStage);
        executingClass(klass);
    }

    public void attempt(int number) {
        this.attempt = number;
    }

    public int attempt() {
        return attempt;
    }

    public Throwable error() {
        return error;
    }

    public void error(Throwable failure) {
        this.error = failure;
    }

    public boolean failed() {
        return error != null;
    }

    @Override
    public String toString() {
        return "ProcessingContext{stage=" + stage + ", executingClass=" + executingClass + ", attempt=" + attempt + "}";
    }
}
