package io.millrace.connectors.jdbc.change;

import io.millrace.connectors.jdbc.config.TableConfig;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Which table a record goes to. */
final class TableNaming {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final TableConfig config;
    private final boolean readsSource;

    TableNaming(TableConfig config) {
        this.config = config;
        this.readsSource = config.nameFormat().contains("${source.");
    }

    /** The table, or empty when the format asks for the source's names and the record has none, as a tombstone. */
    Optional<TableName> table(String topic, Struct source) {
        String mapped = config.byTopic().get(topic);
        if (mapped != null) {
            return Optional.of(TableName.parse(mapped, config.quoteIdentifiers()));
        }
        if (readsSource && source == null) {
            return Optional.empty();
        }
        Matcher matcher = PLACEHOLDER.matcher(config.nameFormat());
        StringBuilder name = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(name, Matcher.quoteReplacement(value(matcher.group(1), topic, source)));
        }
        matcher.appendTail(name);
        return Optional.of(TableName.parse(name.toString(), config.quoteIdentifiers()));
    }

    /** Dots of a topic never part schema and table: a topic's name must not choose a schema. */
    private static String value(String placeholder, String topic, Struct source) {
        if (placeholder.equals("topic")) {
            return topic.replace('.', '_');
        }
        if (placeholder.startsWith("source.") && source != null) {
            String name = placeholder.substring("source.".length());
            Field field = source.schema().field(name);
            Object value = field == null ? null : source.get(field);
            if (value != null) {
                return value.toString().replace('.', '_');
            }
        }
        throw new DataException("table.name.format asks for ${" + placeholder + "}, which the record does not have");
    }
}
