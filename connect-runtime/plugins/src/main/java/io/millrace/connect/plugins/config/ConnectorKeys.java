package io.millrace.connect.plugins.config;

import static org.apache.kafka.common.config.ConfigDef.NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The keys that the runtime reads from every connector's configuration, with Kafka Connect's names and defaults. */
public final class ConnectorKeys {
    private ConnectorKeys() {}

    /** The keys of every source connector. */
    public static ConfigDef source(Plugins plugins) {
        ConfigDef definition = common(plugins);
        ErrorKeys.deadLetters(definition);
        new KeyGroup(definition, "Topic Creation")
                .key("topic.creation.groups", ConfigDef.Type.LIST, 1)
                .byDefault(List.of())
                .valid(distinct("topic creation group"))
                .weighs(Importance.LOW, Width.LONG)
                .means("Topic Creation Groups", "Names of the groups of settings for topics that the runtime creates.");
        exactlyOnce(new KeyGroup(definition, "Exactly Once Support"));
        new KeyGroup(definition, "offsets.topic")
                .key("offsets.storage.topic", ConfigDef.Type.STRING, 1)
                .byDefault(null)
                .valid(new ConfigDef.NonEmptyString())
                .weighs(Importance.LOW, Width.LONG)
                .means(
                        "Offsets topic",
                        "A topic of its own for this connector's source offsets; the worker's if unset.");
        return definition;
    }

    /** The keys of every sink connector. */
    public static ConfigDef sink(Plugins plugins) {
        ConfigDef definition = common(plugins);
        KeyGroup common = new KeyGroup(definition, "Common");
        common.key("topics", ConfigDef.Type.LIST, 4)
                .byDefault(List.of())
                .weighs(Importance.HIGH, Width.LONG)
                .means("Topics", "The topics to read, separated by commas.");
        common.key("topics.regex", ConfigDef.Type.STRING, 4)
                .byDefault("")
                .valid(new RegexValidator())
                .weighs(Importance.HIGH, Width.LONG)
                .means("Topics regex", "A Java regular expression; every topic whose whole name matches is read.");
        ErrorKeys.deadLetters(definition);
        ErrorKeys.putErrors(definition);
        uncommitted(common);
        return definition;
    }

    private static ConfigDef common(Plugins plugins) {
        ConfigDef definition = new ConfigDef();
        KeyGroup common = new KeyGroup(definition, "Common");
        common.key("name", ConfigDef.Type.STRING, 1)
                .valid(nonEmptyStringWithoutControlChars())
                .weighs(Importance.HIGH, Width.MEDIUM)
                .means("Connector name", "The name of this connector, unique in the cluster.");
        common.key("connector.class", ConfigDef.Type.STRING, 2)
                .weighs(Importance.HIGH, Width.LONG)
                .means("Connector class", "The class of the connector, by its full name or by an alias.");
        version(common, "connector.plugin.version", 3, Importance.MEDIUM, Width.MEDIUM, "Connector version");
        common.key("tasks.max", ConfigDef.Type.INT, 4)
                .byDefault(1)
                .valid(Range.atLeast(1))
                .weighs(Importance.HIGH, Width.SHORT)
                .means("Tasks max", "At most this many tasks run for this connector.");
        common.key("tasks.max.enforce", ConfigDef.Type.BOOLEAN, 5)
                .byDefault(true)
                .means("Enforce tasks max", "Whether a connector that makes more tasks than tasks.max fails.");
        converter(common, plugins, "key", 6, PluginKind.CONVERTER);
        converter(common, plugins, "value", 8, PluginKind.CONVERTER);
        converter(common, plugins, "header", 10, PluginKind.HEADER_CONVERTER);
        new KeyGroup(definition, "Transforms")
                .key("transforms", ConfigDef.Type.LIST, 12)
                .byDefault(List.of())
                .valid(distinct("transformation alias"))
                .weighs(Importance.LOW, Width.LONG)
                .means("Transforms", "Aliases of the transformations that records go through, in this order.");
        new KeyGroup(definition, "Predicates")
                .key("predicates", ConfigDef.Type.LIST, 13)
                .byDefault(List.of())
                .valid(distinct("predicate alias"))
                .weighs(Importance.LOW, Width.LONG)
                .means("Predicates", "Aliases of the predicates that transformations may ask.");
        common.key("config.action.reload", ConfigDef.Type.STRING, 14)
                .byDefault("restart")
                .valid(ValidString.in("none", "restart"))
                .weighs(Importance.LOW, Width.MEDIUM)
                .means("Reload Action", "What to do when a secret of a config provider expires: restart or none.");
        ErrorKeys.tries(definition);
        ErrorKeys.restarts(definition);
        common.key("tasks.movable", ConfigDef.Type.BOOLEAN, 15)
                .byDefault(true)
                .means(
                        "Movable tasks",
                        "Whether tasks go to another worker that has less to do; false: only when theirs is gone.");
        budget(common);
        return definition;
    }

    private static void converter(KeyGroup common, Plugins plugins, String what, int order, PluginKind kind) {
        PluginName name = new PluginName(plugins, kind);
        String display = Character.toUpperCase(what.charAt(0)) + what.substring(1);
        common.key(what + ".converter", ConfigDef.Type.STRING, order)
                .byDefault(null)
                .valid(name)
                .recommended(name)
                .means(
                        display + " converter class",
                        "Converts " + what + "s between Connect's form and the bytes in Kafka; the worker's if unset.");
        version(
                common,
                what + ".converter.plugin.version",
                order + 1,
                Importance.LOW,
                Width.SHORT,
                display + " converter version");
    }

    private static void version(
            KeyGroup group, String key, int order, Importance importance, Width width, String display) {
        group.key(key, ConfigDef.Type.STRING, order)
                .byDefault(null)
                .weighs(importance, width)
                .means(display, "A version, or a range of versions as Maven writes them; the newest if unset.");
    }

    /** The keys of automatic restarts, which are ours and which a stock worker passes over. */
    public static ConfigDef restarts() {
        ConfigDef definition = new ConfigDef();
        ErrorKeys.restarts(definition);
        return definition;
    }

    /** The keys of puts that fail, which are ours and which a stock worker passes over. */
    public static ConfigDef putErrors() {
        ConfigDef definition = new ConfigDef();
        ErrorKeys.putErrors(definition);
        return definition;
    }

    /** The keys of byte budgets, which are ours and which a stock worker passes over. */
    public static ConfigDef budgets() {
        ConfigDef definition = new ConfigDef();
        KeyGroup common = new KeyGroup(definition, "Common");
        budget(common);
        uncommitted(common);
        return definition;
    }

    private static void budget(KeyGroup common) {
        common.key("task.budget.bytes", ConfigDef.Type.LONG, 15)
                .byDefault(null)
                .valid(unsetOr(Range.atLeast(65_536)))
                .means(
                        "Task Budget",
                        "Bytes of records that each task may hold in the worker; the worker's task.budget.bytes if"
                                + " unset.");
    }

    private static void uncommitted(KeyGroup common) {
        common.key("task.budget.uncommitted", ConfigDef.Type.STRING, 16)
                .byDefault("commit")
                .valid(ValidString.in("commit", "hold"))
                .means(
                        "Uncommitted Records",
                        "What to do when the records that a sink has taken and not yet let commit fill its budget."
                                + " commit: ask it to commit and go on. hold: read no more until it has.");
    }

    private static void exactlyOnce(KeyGroup exactlyOnce) {
        exactlyOnce
                .key("exactly.once.support", ConfigDef.Type.STRING, 2)
                .byDefault("requested")
                .valid(CaseInsensitiveValidString.in("REQUIRED", "REQUESTED"))
                .weighs(Importance.MEDIUM, Width.SHORT)
                .means("Exactly once support", "required: refuse the connector unless it can deliver exactly once.");
        exactlyOnce
                .key("transaction.boundary", ConfigDef.Type.STRING, 3)
                .byDefault("poll")
                .valid(CaseInsensitiveValidString.in("INTERVAL", "POLL", "CONNECTOR"))
                .weighs(Importance.MEDIUM, Width.SHORT)
                .means("Transaction Boundary", "Where transactions end: at each poll, at intervals, or where told.");
        exactlyOnce
                .key("transaction.boundary.interval.ms", ConfigDef.Type.LONG, 4)
                .byDefault(null)
                .valid(unsetOr(Range.atLeast(0)))
                .means("Transaction boundary interval", "The interval of transaction.boundary=interval.");
    }

    private static Validator unsetOr(Validator validator) {
        return LambdaValidator.with(
                (key, value) -> {
                    if (value != null) {
                        validator.ensureValid(key, value);
                    }
                },
                validator::toString);
    }

    private static Validator distinct(String what) {
        return LambdaValidator.with(
                (key, value) -> {
                    List<?> names = (List<?>) value;
                    if (names != null && new LinkedHashSet<>(names).size() != names.size()) {
                        throw new ConfigException(key, value, "Duplicate " + what + " provided.");
                    }
                },
                () -> "a list in which no " + what + " occurs twice");
    }
}
