package io.millrace.registry.json.compare;

import io.millrace.registry.json.shape.Rule;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Compares pairs of schemas, each once. Schemas may contain themselves: a pair that is met inside itself is taken for
 * compatible, since nothing else can speak against it than what is found anyway.
 *
 * <p>What follows from such an assumption is remembered too, or schemas that refer to each other would be walked
 * exponentially often; but only until the assumed pair turns out incompatible. Then it is forgotten, since it may be asked
 * for elsewhere: the pair need not have been what decided. That a pair is incompatible holds whatever was assumed, because
 * no rule finds more when less is found below it.
 */
final class Walk {
    private static final int ON_NOTHING = Integer.MAX_VALUE;

    private final CompatibilityPolicy policy;
    private final CompareLimits limits;
    private final IdentityHashMap<SchemaNode, IdentityHashMap<SchemaNode, Outcome>> outcomes = new IdentityHashMap<>();
    private final IdentityHashMap<Rule.Fixed, JsonValues> values = new IdentityHashMap<>();
    private final Budget budget;
    private final NamePatterns patterns;

    /** Outcomes that hold as long as a pair does that is still being compared, oldest first. */
    private final List<Outcome> assumed = new ArrayList<>();

    private int pairs;
    private int depth;

    /** The outermost pair on the stack that the comparison in progress has relied on. */
    private int reliesOn = ON_NOTHING;

    /** Whether what is found will be told, or only whether anything is. */
    private boolean telling = true;

    Walk(CompatibilityPolicy policy, CompareLimits limits) {
        this.policy = policy;
        this.limits = limits;
        this.budget = new Budget(limits);
        this.patterns = new NamePatterns(budget);
    }

    CompatibilityPolicy policy() {
        return policy;
    }

    Budget budget() {
        return budget;
    }

    /** Whether what is found will be told, or only whether anything is. */
    boolean isTelling() {
        return telling;
    }

    /** The values of an {@code enum}, put together once. */
    JsonValues values(Rule.Fixed fixed) {
        return values.computeIfAbsent(fixed, rule -> new JsonValues(rule.values(), budget));
    }

    NamePatterns patterns() {
        return patterns;
    }

    /** Whether the reader takes all that the writer may write. */
    boolean reads(SchemaNode reader, SchemaNode writer) {
        boolean before = telling;
        telling = false;
        boolean none = differences(reader, writer).isEmpty();
        telling = before;
        return none;
    }

    /** What the reader does not take; empty if the pair is being compared further up. */
    List<Difference> differences(SchemaNode readerNode, SchemaNode writerNode) {
        budget.spend(1);
        SchemaNode reader = readerNode.meant();
        SchemaNode writer = writerNode.meant();
        IdentityHashMap<SchemaNode, Outcome> ofReader =
                outcomes.computeIfAbsent(reader, node -> new IdentityHashMap<>());
        Outcome known = ofReader.get(writer);
        if (known != null) {
            reliesOn = Math.min(reliesOn, known.reliesOn);
            if (telling && !known.told && !known.found.isEmpty()) {
                // It was only asked whether there is a difference, not which.
                compare(reader, writer, known);
            }
            return known.found;
        }
        Outcome outcome = new Outcome(ofReader, writer);
        ofReader.put(writer, outcome);
        compare(reader, writer, outcome);
        return outcome.found;
    }

    private void compare(SchemaNode reader, SchemaNode writer, Outcome outcome) {
        if (++pairs > limits.pairs()) {
            throw new TooComplexException("more than " + limits.pairs() + " pairs of schemas");
        }
        if (++depth > limits.depth()) {
            throw new TooComplexException("pairs of schemas more than " + limits.depth() + " deep");
        }
        int reliedOnOutside = reliesOn;
        int assumedBefore = assumed.size();
        reliesOn = ON_NOTHING;
        List<Difference> foundBefore = outcome.found;
        outcome.found = List.of();
        outcome.told = telling;
        outcome.reliesOn = depth;
        Findings findings = new Findings(policy, limits.differences(), telling, budget);
        Comparison.compare(this, reader, writer, findings);
        outcome.found = findings.all();
        if (outcome.found.isEmpty()) {
            // What was found before stays true, though a pair that is still being compared may hide it now.
            outcome.found = foundBefore;
        }
        List<Outcome> since = assumed.subList(assumedBefore, assumed.size());
        if (!outcome.found.isEmpty()) {
            since.forEach(Outcome::forget);
            since.clear();
            reliesOn = ON_NOTHING;
        } else if (reliesOn >= depth) {
            since.forEach(each -> each.reliesOn = ON_NOTHING);
            since.clear();
            reliesOn = ON_NOTHING;
        } else {
            // What relied on this pair relies on what this pair relies on.
            since.forEach(each -> each.reliesOn = Math.min(each.reliesOn, reliesOn));
            assumed.add(outcome);
        }
        outcome.reliesOn = reliesOn;
        reliesOn = Math.min(reliedOnOutside, reliesOn);
        depth--;
    }

    /** What is known of a pair; nothing found while it is being compared. */
    private static final class Outcome {
        private final IdentityHashMap<SchemaNode, Outcome> ofReader;
        private final SchemaNode writer;
        private List<Difference> found = List.of();
        private int reliesOn = ON_NOTHING;
        private boolean told;

        Outcome(IdentityHashMap<SchemaNode, Outcome> ofReader, SchemaNode writer) {
            this.ofReader = ofReader;
            this.writer = writer;
        }

        void forget() {
            ofReader.remove(writer);
        }
    }
}
