package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes messages in their places among those that fields bring with them, so that reading gives them the same positions.
 */
final class NestedOrder {
    private final List<DescriptorProto> messages;
    private final Consumer<DescriptorProto> writer;
    /** The messages that a field brings with it. */
    private final BitSet brought = new BitSet();

    private int next;

    NestedOrder(List<DescriptorProto> messages, Consumer<DescriptorProto> writer) {
        this.messages = messages;
        this.writer = writer;
    }

    /** The message that this field brings with it is not written by itself. */
    void claim(FieldDescriptorProto field) {
        int position = MapEntries.broughtBy(field, messages);
        if (position >= 0) {
            brought.set(position);
        }
    }

    /** Writes the messages that come before those that these fields bring with them. */
    void before(List<FieldDescriptorProto> fields) {
        fields.stream()
                .mapToInt(field -> MapEntries.broughtBy(field, messages))
                .filter(position -> position >= 0)
                .min()
                .ifPresent(this::upTo);
    }

    /** Writes all messages that are not written yet. */
    void rest() {
        upTo(messages.size());
    }

    private void upTo(int end) {
        for (; next < end; next++) {
            if (!brought.get(next)) {
                writer.accept(messages.get(next));
            }
        }
    }
}
