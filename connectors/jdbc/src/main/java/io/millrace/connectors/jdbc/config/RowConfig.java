package io.millrace.connectors.jdbc.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows a record stands for.
 *
 * @param insertMode how rows reach the table
 * @param primaryKeyMode where keys come from
 * @param primaryKeyFields the fields of the key; empty means all of them
 * @param fields which fields become columns
 * @param deleteEnabled whether deletes and tombstones remove rows
 * @param truncateEnabled whether truncates empty the table
 * @param replaceNullWithDefault whether null in a field with a default is written as that default
 * @param unavailablePlaceholder what Debezium writes instead of a TOASTed value that did not change
 */
public record RowConfig(
        InsertMode insertMode,
        PrimaryKeyMode primaryKeyMode,
        List<String> primaryKeyFields,
        FieldFilter fields,
        boolean deleteEnabled,
        boolean truncateEnabled,
        boolean replaceNullWithDefault,
        String unavailablePlaceholder) {

    /** Whether rows can be found again by a key. */
    public boolean keyed() {
        return primaryKeyMode != PrimaryKeyMode.NONE;
    }

    /**
     * Which fields become columns: all but the excluded ones when nothing is included by name.
     *
     * @param included field names, or {@code table:field}
     * @param excluded the same
     */
    public record FieldFilter(Set<String> included, Set<String> excluded) {
        /** Takes every field. */
        public static final FieldFilter ALL = new FieldFilter(Set.of(), Set.of());

        /** Whether a field of a record of this topic becomes a column of the table. */
        public boolean accepts(String topic, String table, String field) {
            return (included.isEmpty() || names(included, topic, table, field))
                    && !names(excluded, topic, table, field);
        }

        private static boolean names(Set<String> set, String topic, String table, String field) {
            return set.contains(field) || set.contains(table + ":" + field) || set.contains(topic + ":" + field);
        }
    }

    /** Names of the three columns of {@link PrimaryKeyMode#KAFKA}. */
    public List<String> coordinateColumns() {
        return primaryKeyFields.size() == 3
                ? primaryKeyFields
                : List.of("__connect_topic", "__connect_partition", "__connect_offset");
    }

    /** Reads the concern from resolved values; keys are those of {@link SinkKeys}. */
    static RowConfig from(Map<String, String> values) {
        return new RowConfig(
                InsertMode.parse(values.get(SinkKeys.INSERT_MODE)),
                PrimaryKeyMode.parse(values.get(SinkKeys.PK_MODE)),
                Texts.list(values.get(SinkKeys.PK_FIELDS)),
                new FieldFilter(
                        Set.copyOf(Texts.list(values.get(SinkKeys.FIELDS_INCLUDED))),
                        Set.copyOf(Texts.list(values.get(SinkKeys.FIELDS_EXCLUDED)))),
                Boolean.parseBoolean(values.get(SinkKeys.DELETE_ENABLED)),
                Boolean.parseBoolean(values.get(SinkKeys.TRUNCATE_ENABLED)),
                Boolean.parseBoolean(values.get(SinkKeys.REPLACE_NULL_WITH_DEFAULT)),
                values.get(SinkKeys.UNAVAILABLE_PLACEHOLDER));
    }
}
