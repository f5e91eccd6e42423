package io.millrace.registry.json.compare;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A broken rule, below a pair of schemas.
 *
 * @param writer what the writer says, empty if nothing
 * @param reader what the reader says, empty if nothing
 */
record Difference(Broken rule, Path path, String writer, String reader) {
    private static final Map<Broken, Difference> RULES_ONLY = Arrays.stream(Broken.values())
            .collect(
                    Collectors.toUnmodifiableMap(Function.identity(), rule -> new Difference(rule, Path.HERE, "", "")));

    /** That a rule is broken somewhere in the pair; always the same object. */
    static Difference ofRuleOnly(Broken rule) {
        return RULES_ONLY.get(rule);
    }

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
