package io.millrace.registry.model.avro;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * How large a schema becomes where every use of a named type is written out, as Avro's own decoders and many converters do
 * in memory: twelve records, each ten times in the one before, are a trillion parts of a text of ten lines. Types that
 * contain each other are one group, which is written out once wherever it is entered: inside it a use is a name.
 *
 * <p>Every schema is looked at once: the groups are the strongly connected components of the uses, found by Tarjan's
 * algorithm (SIAM Journal on Computing 1 (2), 1972), which ends with the used ones first. It recurses as deep as
 * {@link SchemaSize}, which is to be asked before. Numbers end at one above their limit.
 */
final class AvroExpansion {
    /** What is known of a schema; its group's size once that is complete. */
    private static final class Node {
        private final Schema schema;
        private final int index;
        private int low;
        private boolean open = true;
        private long parts;
        private int depth;

        Node(Schema schema, int index) {
            this.schema = schema;
            this.index = index;
            this.low = index;
        }
    }

    private final AvroLimits limits;
    private final IdentityHashMap<Schema, Node> nodes = new IdentityHashMap<>();
    private final Deque<Node> open = new ArrayDeque<>();

    private AvroExpansion(AvroLimits limits) {
        this.limits = limits;
    }

    /** Which limit the schema exceeds when it is written out, if it does. */
    static Optional<String> exceeded(Schema schema, AvroLimits limits) {
        Node root = new AvroExpansion(limits).visit(schema);
        if (root.parts > limits.expandedParts()) {
            return Optional.of(
                    "it has more than " + limits.expandedParts()
                            + " parts where every use of a named type is written out, as readers do; use fewer types inside types");
        }
        return root.depth > limits.expandedDepth()
                ? Optional.of("it is nested deeper than " + limits.expandedDepth()
                        + " schemas where every use of a named type is written out, as readers do")
                : Optional.empty();
    }

    private Node visit(Schema schema) {
        Node node = new Node(schema, nodes.size());
        nodes.put(schema, node);
        open.push(node);
        for (Schema used : used(schema)) {
            Node known = nodes.get(used);
            if (known == null) {
                node.low = Math.min(node.low, visit(used).low);
            } else if (known.open) {
                node.low = Math.min(node.low, known.index);
            }
        }
        if (node.low == node.index) {
            close(node);
        }
        return node;
    }

    /** Adds up the group whose first schema this is; all that it uses outside itself is known. */
    private void close(Node first) {
        List<Node> group = new ArrayList<>();
        do {
            group.add(open.peek());
        } while (open.pop() != first);
        long parts = 0;
        int depth = 0;
        for (Node each : group) {
            parts++;
            for (Schema used : used(each.schema)) {
                Node other = nodes.get(used);
                parts = Math.min(limits.expandedParts() + 1L, parts + (other.open ? 1 : other.parts));
                depth = Math.max(depth, other.open ? 0 : other.depth);
            }
        }
        for (Node each : group) {
            each.open = false;
            each.parts = parts;
            each.depth = Math.min(limits.expandedDepth(), depth) + 1;
        }
    }

    private static List<Schema> used(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
            case ARRAY -> List.of(schema.getElementType());
            case MAP -> List.of(schema.getValueType());
            case UNION -> schema.getTypes();
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> List.of();
        };
    }
}
