package io.millrace.registry.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The positions of a file's messages. A record carries, behind the schema's id, the way to its message: the position among
 * the file's messages, then among those inside that one, and so on. Counted are the messages that the schema's text declares,
 * as Confluent's clients for the JVM do: not the entries that a {@code map<>} field brings with it, nor groups. In a text that
 * declares entries by themselves, which is what becomes of a descriptor there, they count.
 */
public final class MessageIndexes {
    private final FileDescriptor file;
    private final boolean declaresEntries;

    MessageIndexes(FileDescriptor file, boolean declaresEntries) {
        this.file = file;
        this.declaresEntries = declaresEntries;
    }

    /** The way to a message by its full name, outermost first; empty if the file declares none of this name. */
    public Optional<List<Integer>> of(String fullName) {
        Deque<Integer> way = new ArrayDeque<>();
        List<Descriptor> messages = file.getMessageTypes();
        while (true) {
            int position = 0;
            Descriptor inside = null;
            for (Descriptor message : messages) {
                if (!isCounted(message)) {
                    continue;
                }
                if (message.getFullName().equals(fullName)) {
                    way.addLast(position);
                    return Optional.of(List.copyOf(way));
                }
                if (fullName.startsWith(message.getFullName() + ".")) {
                    inside = message;
                    break;
                }
                position++;
            }
            if (inside == null) {
                return Optional.empty();
            }
            way.addLast(position);
            messages = inside.getNestedTypes();
        }
    }

    /** The message that a way leads to; empty if it leads nowhere. */
    public Optional<Descriptor> at(List<Integer> way) {
        List<Descriptor> messages = file.getMessageTypes();
        Descriptor found = null;
        for (int index : way) {
            List<Descriptor> counted = messages.stream().filter(this::isCounted).toList();
            if (index < 0 || index >= counted.size()) {
                return Optional.empty();
            }
            found = counted.get(index);
            messages = found.getNestedTypes();
        }
        return Optional.ofNullable(found);
    }

    /** The full name of the message that a way leads to; empty if it leads nowhere. */
    public Optional<String> nameAt(List<Integer> way) {
        return at(way).map(Descriptor::getFullName);
    }

    private boolean isCounted(Descriptor message) {
        return message.getOptions().getMapEntry() ? declaresEntries : !isGroup(message);
    }

    /** Whether a field brought it along: {@code optional group Third = 2 {}} is a field {@code third} and a message. */
    private static boolean isGroup(Descriptor message) {
        Descriptor around = message.getContainingType();
        List<FieldDescriptor> fields = around == null ? message.getFile().getExtensions() : around.getFields();
        return fields.stream().anyMatch(field -> isGroupOf(field, message))
                || (around != null && around.getExtensions().stream().anyMatch(field -> isGroupOf(field, message)));
    }

    private static boolean isGroupOf(FieldDescriptor field, Descriptor message) {
        boolean proto2 = field.getFile().toProto().getSyntax().isEmpty()
                || field.getFile().toProto().getSyntax().equals("proto2");
        return proto2
                && field.getType() == FieldDescriptor.Type.GROUP
                && field.getMessageType() == message
                && field.getName().equals(message.getName().toLowerCase(Locale.ROOT));
    }
}
