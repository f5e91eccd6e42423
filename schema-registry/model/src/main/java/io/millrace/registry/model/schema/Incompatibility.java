package io.millrace.registry.model.schema;

/**
 * One reason why a reader cannot read all that a writer may write.
 *
 * @param rule the rule that was broken, in capitals, of the vocabulary that Confluent's registry uses for this kind of schema
 * @param path where in the schema, from its root {@code /} or {@code #/}
 * @param writer what the writer's schema says there, empty if nothing
 * @param reader what the reader's schema says there, empty if nothing
 * @param description one sentence for people; it calls the schemas by {@link Sides}
 */
public record Incompatibility(String rule, String path, String writer, String reader, String description) {
    /** How the two schemas are called in a description: the newer one reads in one direction, and writes in the other. */
    public enum Sides {
        NEW_READS_OLD("new", "old"),
        OLD_READS_NEW("old", "new");

        private final String reader;
        private final String writer;

        Sides(String reader, String writer) {
            this.reader = reader;
            this.writer = writer;
        }

        /** The reader's name, "new" or "old". */
        public String reader() {
            return reader;
        }

        /** The writer's name, "old" or "new". */
        public String writer() {
            return writer;
        }
    }
}
