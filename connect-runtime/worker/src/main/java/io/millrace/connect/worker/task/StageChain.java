package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.TransformationStep;
import io.millrace.connect.worker.errors.StageRunner;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;

/** The transformations of a connector, one after the other. */
record StageChain(List<TransformationStep> steps, StageRunner stages) {

    /** The transformed record; null when a step dropped it or failed on it. */
    <R extends ConnectRecord<R>> R apply(ProcessingContext<?> context, R record) {
        R current = record;
        for (TransformationStep step : steps) {
            R input = current;
            current = stages.run(context, Stage.TRANSFORMATION, step.transformationClass(), () -> step.apply(input));
            if (current == null) {
                return null;
            }
        }
        return current;
    }
}
