package io.millrace.connect.worker.preview;

import io.millrace.connect.plugins.TransformationStep;
import io.millrace.connect.worker.control.Preview.StageError;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transformations of a connector, without the retries and dead letters of a running one. */
record Steps(List<TransformationStep> steps, Findings findings, CallMark mark) implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Steps.class);

    /** The transformed record; null when a step dropped it or failed on it, which is added to {@code errors}. */
    <R extends ConnectRecord<R>> R apply(R record, List<StageError> errors) {
        R current = record;
        for (TransformationStep step : steps) {
            R input = current;
            try {
                current = mark.call(step.transformationClass().getName(), () -> step.apply(input));
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                errors.add(findings.error(Stage.TRANSFORMATION.name(), Optional.of(step.name()), e));
                return null;
            }
            if (current == null) {
                return null;
            }
        }
        return current;
    }

    @Override
    public void close() {
        for (TransformationStep step : steps) {
            try {
                step.close();
            } catch (RuntimeException | LinkageError e) {
                LOGGER.warn("transformation of a preview did not close step={}", step.name(), findings.loggable(e));
            }
        }
    }
}
