package io.millrace.registry.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The positions of a file's messages. A record carries, behind the schema's id, the way to its message: the position among
 * the file's messages, then among those inside that one, and so on. Positions are those of Protobuf's own descriptors, where
 * the entries of maps count as messages.
 */
public final class MessageIndexes {
    private final FileDescriptor file;

    MessageIndexes(FileDescriptor file) {
        this.file = file;
    }

    /** The way to a message by its full name, outermost first; empty if the file has none of this name. */
    public Optional<List<Integer>> of(String fullName) {
        return find(file.getMessageTypes(), fullName).map(found -> {
            Deque<Integer> way = new ArrayDeque<>();
            for (Descriptor message = found; message != null; message = message.getContainingType()) {
                way.addFirst(message.getIndex());
            }
            return List.copyOf(way);
        });
    }

    /** The full name of the message that a way leads to; empty if it leads nowhere. */
    public Optional<String> nameAt(List<Integer> way) {
        List<Descriptor> messages = file.getMessageTypes();
        Descriptor found = null;
        for (int index : way) {
            if (index < 0 || index >= messages.size()) {
                return Optional.empty();
            }
            found = messages.get(index);
            messages = found.getNestedTypes();
        }
        return Optional.ofNullable(found).map(Descriptor::getFullName);
    }

    private static Optional<Descriptor> find(List<Descriptor> messages, String fullName) {
        for (Descriptor message : messages) {
            if (message.getFullName().equals(fullName)) {
                return Optional.of(message);
            }
            if (fullName.startsWith(message.getFullName() + ".")) {
                return find(message.getNestedTypes(), fullName);
            }
        }
        return Optional.empty();
    }
}
