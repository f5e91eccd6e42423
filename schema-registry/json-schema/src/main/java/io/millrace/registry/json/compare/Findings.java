package io.millrace.registry.json.compare;

import io.millrace.registry.json.compare.Difference.Path;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.ArrayList;
import java.util.List;

/** What a comparison of one pair has found; bounded, for a pair may be part of many others. */
final class Findings {
    private static final int SHOWN_CHARS = 200;

    private final CompatibilityPolicy policy;
    private final int max;
    private final List<Difference> found = new ArrayList<>();

    Findings(CompatibilityPolicy policy, int max) {
        this.policy = policy;
        this.max = max;
    }

    /** A rule is broken at a keyword of the schema, or at the schema itself if the step is empty. */
    void add(Broken rule, String step, Object writer, Object reader) {
        if (found.size() < max && !(policy == CompatibilityPolicy.LENIENT && rule.isLenientlyAllowed())) {
            Path path = step.isEmpty() ? Path.HERE : new Path(step, Path.HERE);
            found.add(new Difference(rule, path, shown(writer), shown(reader)));
        }
    }

    /** What was found in schemas inside this one. */
    void addAll(String step, List<Difference> inside) {
        for (Difference each : inside) {
            if (found.size() >= max) {
                return;
            }
            found.add(step.isEmpty() ? each : each.below(step));
        }
    }

    List<Difference> all() {
        return List.copyOf(found);
    }

    private static String shown(Object said) {
        String text = said.toString();
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }
}
