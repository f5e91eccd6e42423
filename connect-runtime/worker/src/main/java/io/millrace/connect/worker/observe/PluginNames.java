package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.observe.TaskPlugins.Plugin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;

/** Which plugins a task is made of, as metrics without numbers. */
final class PluginNames implements AutoCloseable {

    private final List<MetricGroup> groups = new ArrayList<>();

    PluginNames(Metrics metrics, MetricGroup task, Map<String, String> tags, TaskPlugins plugins) {
        task.gauge(
                "connector-type", "source or sink", () -> plugins.type().name().toLowerCase(Locale.ROOT));
        add(task, "connector", plugins.connector());
        add(task, "task", plugins.task());
        add(task, "key-converter", plugins.keyConverter());
        add(task, "value-converter", plugins.valueConverter());
        add(task, "header-converter", plugins.headerConverter());
        for (TaskPlugins.Step step : plugins.transformations()) {
            add(group(metrics, tags, "transform", step.alias()), "transform", step.transformation());
            step.predicate()
                    .ifPresent(predicate ->
                            add(group(metrics, tags, "predicate", predicate.alias()), "predicate", predicate.plugin()));
        }
    }

    private MetricGroup group(Metrics metrics, Map<String, String> tags, String kind, String alias) {
        Map<String, String> own = new LinkedHashMap<>(tags);
        own.put(kind, alias);
        MetricGroup group = new MetricGroup(metrics, "connector-" + kind + "-metrics", own);
        groups.add(group);
        return group;
    }

    private static void add(MetricGroup group, String kind, Plugin plugin) {
        group.gauge(kind + "-class", "its class", plugin::className);
        group.gauge(kind + "-version", "its version, as it says", () -> plugin.version()
                .orElse(""));
    }

    @Override
    public void close() {
        groups.forEach(MetricGroup::close);
    }
}
