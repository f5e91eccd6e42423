package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.TransformationStep;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.observe.TaskPlugins;
import io.millrace.connect.worker.observe.TaskPlugins.Plugin;
import io.millrace.connect.worker.observe.TaskPlugins.Predicate;
import io.millrace.connect.worker.observe.TaskPlugins.Step;
import java.util.Optional;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkTask;

/** Asks the plugins of a task who they are. Runs their code, hence on the task's thread. */
record PluginFacts(Plugins plugins, PluginDescriptor connector, PluginHandle<Task> task) {

    TaskPlugins of(Converters converters, StageChain chain) {
        return new TaskPlugins(
                task.instance() instanceof SinkTask ? ConnectorType.SINK : ConnectorType.SOURCE,
                new Plugin(connector.className(), plugins.version(connector)),
                new Plugin(task.className(), Optional.ofNullable(task.call(Task::version))),
                plugin(converters.key()),
                plugin(converters.value()),
                plugin(converters.header()),
                chain.steps().stream().map(PluginFacts::step).toList());
    }

    private static Step step(TransformationStep step) {
        return new Step(
                step.name(),
                plugin(step.transformation()),
                step.predicate().map(named -> new Predicate(named.alias(), plugin(named.predicate()))));
    }

    private static Plugin plugin(PluginHandle<?> handle) {
        Optional<String> version = Optional.ofNullable(
                handle.call(instance -> instance instanceof Versioned versioned ? versioned.version() : null));
        return new Plugin(handle.className(), version);
    }
}
