package io.millrace.registry.json.validate;

import io.millrace.registry.json.shape.ArrayRule;
import io.millrace.registry.json.shape.ObjectRule;
import io.millrace.registry.json.shape.Rule;
import io.millrace.registry.json.shape.SchemaNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What schemas say of one and the same value: how many there are, and how many lie behind each other. A schema that comes
 * back to itself without going into the value would keep a validator busy for ever.
 */
final class InPlace {
    /** Of one schema: the longest way and the number of ways. */
    private record Extent(int height, long ways) {}

    private record Visit(SchemaNode node, Iterator<SchemaNode> children) {}

    private final IdentityHashMap<SchemaNode, Optional<Extent>> extents = new IdentityHashMap<>();
    private final Deque<SchemaNode> further = new ArrayDeque<>();
    private final long waysMax;
    private int height;

    private InPlace(long waysMax) {
        this.waysMax = waysMax;
    }

    /** The longest way of all schemas that can be reached; none if one comes back to itself or is beyond the limit. */
    static Optional<Integer> height(SchemaNode root, long waysMax) {
        InPlace walk = new InPlace(waysMax);
        walk.further.add(root);
        while (!walk.further.isEmpty()) {
            SchemaNode next = walk.further.remove();
            if (!walk.extents.containsKey(next) && !walk.isFinite(next)) {
                return Optional.empty();
            }
        }
        return Optional.of(walk.height);
    }

    private boolean isFinite(SchemaNode start) {
        Deque<Visit> open = new ArrayDeque<>();
        open.push(enter(start));
        while (!open.isEmpty()) {
            Visit top = open.element();
            if (top.children().hasNext()) {
                SchemaNode child = top.children().next();
                Optional<Extent> known = extents.get(child);
                if (known == null) {
                    open.push(enter(child));
                } else if (known.isEmpty()) {
                    return false;
                }
            } else {
                open.pop();
                Extent extent = leave(top.node());
                if (extent.ways() > waysMax) {
                    return false;
                }
                extents.put(top.node(), Optional.of(extent));
                height = Math.max(height, extent.height());
            }
        }
        return true;
    }

    /** Empty as long as it is open. */
    private Visit enter(SchemaNode node) {
        extents.put(node, Optional.empty());
        addParts(node.rule());
        return new Visit(node, sameValue(node.rule()).iterator());
    }

    private Extent leave(SchemaNode node) {
        int highest = 0;
        long ways = 1;
        for (SchemaNode child : sameValue(node.rule())) {
            Extent extent = extents.get(child).orElseThrow();
            highest = Math.max(highest, extent.height());
            ways = Math.min(waysMax + 1, ways + extent.ways());
        }
        return new Extent(highest + 1, ways);
    }

    private static List<SchemaNode> sameValue(Rule rule) {
        List<SchemaNode> nodes = new ArrayList<>();
        if (rule instanceof Rule.Reference reference) {
            nodes.add(reference.target());
        } else if (rule instanceof Rule.Combined combined) {
            nodes.addAll(combined.members());
        } else if (rule instanceof Rule.Not not) {
            nodes.add(not.excluded());
        } else if (rule instanceof Rule.Conditional conditional) {
            nodes.add(conditional.test());
            conditional.then().ifPresent(nodes::add);
            conditional.otherwise().ifPresent(nodes::add);
        } else if (rule instanceof ObjectRule object) {
            nodes.addAll(object.dependentSchemas().values());
        }
        return nodes;
    }

    private void addParts(Rule rule) {
        if (rule instanceof ObjectRule object) {
            further.addAll(object.properties().values());
            further.addAll(object.patterns().values());
            further.add(object.rest());
            object.names().ifPresent(further::add);
        } else if (rule instanceof ArrayRule array) {
            further.addAll(array.tuple());
            further.add(array.rest());
            array.contains().ifPresent(contains -> further.add(contains.schema()));
        }
    }
}
