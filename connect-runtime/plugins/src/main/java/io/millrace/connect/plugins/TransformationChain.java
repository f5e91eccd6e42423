package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.PluginKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Builds the steps that {@code transforms} and {@code predicates} describe. */
final class TransformationChain {
    private TransformationChain() {}

    static List<TransformationStep> open(Plugins plugins, Map<String, String> config) {
        List<TransformationStep> steps = new ArrayList<>();
        try {
            for (String alias : Aliases.of(config.get("transforms"))) {
                steps.add(step(plugins, config, alias));
            }
            return steps;
        } catch (RuntimeException | LinkageError e) {
            steps.forEach(made -> closeAfter(e, made));
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, TransformationStep made) {
        try {
            made.close();
        } catch (RuntimeException | LinkageError e) {
            failure.addSuppressed(e);
        }
    }

    private static TransformationStep step(Plugins plugins, Map<String, String> config, String alias) {
        String prefix = "transforms." + alias + ".";
        PluginHandle<? extends Transformation<?>> transformation =
                configured(plugins, config, prefix, PluginKind.TRANSFORMATION, Transformation.class);
        String predicateAlias = config.get(prefix + "predicate");
        Optional<TransformationStep.Condition> predicate = Optional.empty();
        if (predicateAlias != null && !predicateAlias.isBlank()) {
            String own = predicateAlias.trim();
            PluginHandle<? extends Predicate<?>> made =
                    configured(plugins, config, "predicates." + own + ".", PluginKind.PREDICATE, Predicate.class);
            predicate = Optional.of(new TransformationStep.Condition(own, made));
        }
        return new TransformationStep(
                alias, transformation, predicate, Boolean.parseBoolean(config.get(prefix + "negate")));
    }

    /** The API's own generics are self-referential, so that the one unchecked step is here. */
    @SuppressWarnings("unchecked")
    private static <T extends org.apache.kafka.common.Configurable, H> PluginHandle<H> configured(
            Plugins plugins, Map<String, String> config, String prefix, PluginKind kind, Class<T> type) {
        String className = config.get(prefix + "type");
        if (className == null) {
            throw new ConfigException(
                    "Missing required configuration \"" + prefix + "type\" which has no default value.");
        }
        return (PluginHandle<H>) plugins.newConfigured(
                plugins.find(kind, className.trim(), Plugins.pinned(config, prefix + "plugin.version")),
                type,
                Plugins.withPrefixRemoved(config, prefix));
    }
}
