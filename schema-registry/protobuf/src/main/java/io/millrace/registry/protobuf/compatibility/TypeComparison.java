package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;

/** Compares declared types by their names, and what they declare inside. */
final class TypeComparison {
    private final Findings findings;
    private final ImportedTypes imported;

    TypeComparison(Findings findings, ImportedTypes imported) {
        this.findings = findings;
        this.imported = imported;
    }

    void compare(String path, Types reader, Types writer) {
        for (Descriptor message : writer.messages()) {
            Descriptor match = reader.message(message.getName());
            String at = path + "/" + message.getName();
            if (match != null) {
                compare(at, match, message);
            } else if (!Types.isBroughtByField(message)) {
                findings.add(Rule.MESSAGE_REMOVED, at, message.getFullName(), "");
            }
        }
        if (!findings.isLogical()) {
            return;
        }
        for (EnumDescriptor enumeration : writer.enums()) {
            EnumDescriptor match = reader.enumeration(enumeration.getName());
            if (match != null) {
                new EnumComparison(findings).compare(path + "/" + enumeration.getName(), match, enumeration);
            }
        }
    }

    /** Compares two messages with all that is inside them. */
    void compare(String path, Descriptor reader, Descriptor writer) {
        if (reader.getOptions().getMapEntry() && writer.getOptions().getMapEntry()) {
            // The field of the map compares them.
            return;
        }
        new MessageComparison(findings, imported, path, reader, writer).compare();
        if (findings.isLogical()) {
            new ReservationComparison(findings).compare(path, reader, writer);
        }
        compare(path, Types.of(reader), Types.of(writer));
    }
}
