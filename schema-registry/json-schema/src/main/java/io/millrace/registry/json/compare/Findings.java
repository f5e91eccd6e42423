package io.millrace.registry.json.compare;

import io.millrace.registry.json.compare.Difference.Path;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison of one pair has found; bounded, for a pair may be part of many others. Where only the answer counts, or
 * where too much is kept already, it is one broken rule without its place: these are shared, and take no memory.
 */
final class Findings {
    /** A reason's memory besides that of its texts, in characters. */
    private static final int CHARS_BESIDES = 64;

    private final CompatibilityPolicy policy;
    private final int max;
    private final boolean telling;
    private final Budget budget;
    private final List<Difference> found = new ArrayList<>(0);

    Findings(CompatibilityPolicy policy, int max, boolean telling, Budget budget) {
        this.policy = policy;
        this.max = max;
        this.telling = telling;
        this.budget = budget;
    }

    /** A rule is broken at a keyword of the schema, or at the schema itself if the step is empty. */
    void add(Broken rule, String step, Object writer, Object reader) {
        if (found.size() >= max || (policy == CompatibilityPolicy.LENIENT && rule.isLenientlyAllowed())) {
            return;
        }
        if (telling) {
            Path path = step.isEmpty() ? Path.HERE : new Path(step, Path.HERE);
            Difference difference = new Difference(rule, path, Shown.of(writer), Shown.of(reader));
            long chars = (long) step.length()
                    + difference.writer().length()
                    + difference.reader().length();
            if (budget.retains(CHARS_BESIDES + chars)) {
                found.add(difference);
                return;
            }
        }
        addRuleOnly(rule);
    }

    /** What was found in schemas inside this one. */
    void addAll(String step, List<Difference> inside) {
        for (Difference each : inside) {
            if (found.size() >= max) {
                return;
            }
            if (telling && budget.retains(CHARS_BESIDES + step.length())) {
                found.add(step.isEmpty() ? each : each.below(step));
            } else {
                addRuleOnly(each.rule());
            }
        }
    }

    List<Difference> all() {
        return List.copyOf(found);
    }

    private void addRuleOnly(Broken rule) {
        if (found.isEmpty()) {
            found.add(Difference.ofRuleOnly(rule));
        }
    }
}
