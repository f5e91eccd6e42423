package io.millrace.registry.json.compare;

/**
 * A broken rule, below a pair of schemas.
 *
 * @param writer what the writer says, empty if nothing
 * @param reader what the reader says, empty if nothing
 */
record Difference(Broken rule, Path path, String writer, String reader) {
    /** The same, seen from further up. */
    Difference below(String step) {
        return new Difference(rule, new Path(step, path), writer, reader);
    }

    /** Steps downwards; written out only for those reasons that are given. */
    record Path(String step, Path rest) {
        /** Here. */
        static final Path HERE = new Path("", null);

        String written() {
            StringBuilder text = new StringBuilder("#");
            for (Path at = this; at != null; at = at.rest) {
                if (!at.step.isEmpty()) {
                    text.append('/').append(at.step);
                }
            }
            return text.length() == 1 ? "#/" : text.toString();
        }
    }
}
