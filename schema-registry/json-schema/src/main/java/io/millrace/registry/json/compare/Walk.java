package io.millrace.registry.json.compare;

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
    private final NamePatterns patterns = new NamePatterns();

    /** Outcomes that hold as long as a pair does that is still being compared, oldest first. */
    private final List<Outcome> assumed = new ArrayList<>();

    private int pairs;
    private int depth;

    /** The outermost pair on the stack that the comparison in progress has relied on. */
    private int reliesOn = ON_NOTHING;

    Walk(CompatibilityPolicy policy, CompareLimits limits) {
        this.policy = policy;
        this.limits = limits;
    }

    CompatibilityPolicy policy() {
        return policy;
    }

    NamePatterns patterns() {
        return patterns;
    }

    /** Whether the reader takes all that the writer may write. */
    boolean reads(SchemaNode reader, SchemaNode writer) {
        return differences(reader, writer).isEmpty();
    }

    /** What the reader does not take; empty if the pair is being compared further up. */
    List<Difference> differences(SchemaNode readerNode, SchemaNode writerNode) {
        SchemaNode reader = readerNode.meant();
        SchemaNode writer = writerNode.meant();
        IdentityHashMap<SchemaNode, Outcome> ofReader =
                outcomes.computeIfAbsent(reader, node -> new IdentityHashMap<>());
        Outcome known = ofReader.get(writer);
        if (known != null) {
            reliesOn = Math.min(reliesOn, known.reliesOn);
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
        outcome.reliesOn = depth;
        Findings findings = new Findings(policy, limits.differences());
        Comparison.compare(this, reader, writer, findings);
        outcome.found = findings.all();
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

        Outcome(IdentityHashMap<SchemaNode, Outcome> ofReader, SchemaNode writer) {
            this.ofReader = ofReader;
            this.writer = writer;
        }

        void forget() {
            ofReader.remove(writer);
        }
    }
}
