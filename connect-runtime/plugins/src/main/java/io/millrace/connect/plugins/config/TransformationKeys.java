package io.millrace.connect.plugins.config;

import io.millrace.connect.plugins.Aliases;
import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.names.NearestName;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** The keys {@code transforms.<alias>.*} and {@code predicates.<alias>.*}, which depend on the classes they name. */
final class TransformationKeys {
    private final Plugins plugins;
    private final Map<String, String> config;

    TransformationKeys(Plugins plugins, Map<String, String> config) {
        this.plugins = plugins;
        this.config = config;
    }

    void addTo(ConfigDef definition) {
        List<String> predicates = Aliases.of(config.get("predicates"));
        for (String alias : Aliases.of(config.get("transforms"))) {
            String prefix = "transforms." + alias + ".";
            String groupName = "Transforms: " + alias;
            KeyGroup group = new KeyGroup(definition, groupName);
            type(group, prefix, PluginKind.TRANSFORMATION, "Transformation type for " + alias);
            version(group, prefix, alias);
            group.key(prefix + "predicate", ConfigDef.Type.STRING, 2)
                    .byDefault(null)
                    .valid(oneOf(predicates))
                    .weighs(Importance.MEDIUM, Width.LONG)
                    .means("Predicate", "The alias of the predicate that picks the records to transform.");
            group.key(prefix + "negate", ConfigDef.Type.BOOLEAN, 3)
                    .byDefault(false)
                    .weighs(Importance.MEDIUM, Width.LONG)
                    .means("Negate", "Whether to transform the records that the predicate does not pick.");
            ownKeys(definition, prefix, groupName, PluginKind.TRANSFORMATION);
        }
        for (String alias : predicates) {
            String prefix = "predicates." + alias + ".";
            String groupName = "Predicates: " + alias;
            KeyGroup group = new KeyGroup(definition, groupName);
            type(group, prefix, PluginKind.PREDICATE, "Predicate type for " + alias);
            version(group, prefix, alias);
            ownKeys(definition, prefix, groupName, PluginKind.PREDICATE);
        }
    }

    private void type(KeyGroup group, String prefix, PluginKind kind, String display) {
        PluginName name = new PluginName(plugins, kind);
        group.key(prefix + "type", ConfigDef.Type.STRING, 0)
                .valid(name)
                .recommended(name)
                .weighs(Importance.HIGH, Width.LONG)
                .means(display, "The class of this " + kind.restName() + ", by its full name or by an alias.");
    }

    private static void version(KeyGroup group, String prefix, String alias) {
        group.key(prefix + "plugin.version", ConfigDef.Type.STRING, 1)
                .byDefault(null)
                .weighs(Importance.MEDIUM, Width.MEDIUM)
                .means("Version for " + alias, "A version, or a range of versions; the newest if unset.");
    }

    /** The plugin's own keys, if its class is known; where it is not, the key {@code type} carries the error. */
    private void ownKeys(ConfigDef definition, String prefix, String group, PluginKind kind) {
        String className = config.get(prefix + "type");
        if (className == null || className.isBlank()) {
            return;
        }
        ConfigDef own;
        try {
            PluginDescriptor descriptor = plugins.find(kind, className.trim());
            own = kind == PluginKind.TRANSFORMATION ? transformationKeys(descriptor) : predicateKeys(descriptor);
        } catch (ConfigException e) {
            return;
        }
        if (own != null) {
            definition.embed(prefix, group, 4, own);
        }
    }

    private ConfigDef transformationKeys(PluginDescriptor descriptor) {
        try (PluginHandle<Transformation<?>> handle = plugins.newTransformation(descriptor)) {
            try {
                return handle.call(Transformation::config);
            } finally {
                handle.run(Transformation::close);
            }
        }
    }

    private ConfigDef predicateKeys(PluginDescriptor descriptor) {
        try (PluginHandle<Predicate<?>> handle = plugins.newPredicate(descriptor)) {
            try {
                return handle.call(Predicate::config);
            } finally {
                handle.run(Predicate::close);
            }
        }
    }

    private static ConfigDef.Validator oneOf(List<String> predicates) {
        return LambdaValidator.with(
                (key, value) -> {
                    if (value != null && !value.toString().isEmpty() && !predicates.contains(value.toString())) {
                        throw new ConfigException(
                                key,
                                value,
                                "No predicate of that alias is in 'predicates'"
                                        + NearestName.hint(value.toString(), predicates));
                    }
                },
                () -> "an alias of the list 'predicates'");
    }
}
