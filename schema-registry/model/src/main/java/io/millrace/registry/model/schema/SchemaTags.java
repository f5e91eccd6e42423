package io.millrace.registry.model.schema;

import java.util.List;

/**
 * Tags that stand inside a schema, at one of its parts.
 *
 * @param path which part: in Avro the full name of a record, or that with the name of a field behind it
 * @param entityType what it is: {@link #RECORD} or {@link #FIELD}
 */
public record SchemaTags(String path, String entityType, List<String> tags) {
    public static final String RECORD = "sr_record";
    public static final String FIELD = "sr_field";

    public SchemaTags {
        tags = List.copyOf(tags);
    }

    /** What to put on the parts of a schema, and what to take off them. */
    public record Change(List<SchemaTags> added, List<SchemaTags> removed) {
        public Change {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }

        /** Nothing changes. */
        public static Change none() {
            return new Change(List.of(), List.of());
        }

        /** Whether nothing changes. */
        public boolean isNone() {
            return added.isEmpty() && removed.isEmpty();
        }
    }
}
