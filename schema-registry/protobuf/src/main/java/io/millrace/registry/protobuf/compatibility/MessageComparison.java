package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.Comparator;
import java.util.List;

/** Compares the fields and oneofs of two messages. */
final class MessageComparison {
    private final Findings findings;
    private final ImportedTypes imported;
    private final String path;
    private final Descriptor reader;
    private final Descriptor writer;

    MessageComparison(Findings findings, ImportedTypes imported, String path, Descriptor reader, Descriptor writer) {
        this.findings = findings;
        this.imported = imported;
        this.path = path;
        this.reader = reader;
        this.writer = writer;
    }

    void compare() {
        reader.getRealOneofs().forEach(this::joined);
        writer.getRealOneofs().forEach(this::removedMembers);
        for (FieldDescriptor field : byNumber(writer)) {
            FieldDescriptor match = reader.findFieldByNumber(field.getNumber());
            String at = path + "/" + field.getNumber();
            if (match != null) {
                new FieldComparison(findings, imported, at).compare(match, field);
                newlyRequired(at, match, field);
            } else if (field.isRequired()) {
                findings.add(Rule.REQUIRED_FIELD_REMOVED, at, field.getName(), "");
            }
        }
        for (FieldDescriptor field : byNumber(reader)) {
            if (field.isRequired() && writer.findFieldByNumber(field.getNumber()) == null) {
                findings.add(Rule.REQUIRED_FIELD_ADDED, path + "/" + field.getNumber(), "", field.getName());
            }
        }
    }

    private static List<FieldDescriptor> byNumber(Descriptor message) {
        return message.getFields().stream()
                .sorted(Comparator.comparing(FieldDescriptor::getNumber))
                .toList();
    }

    private void newlyRequired(String at, FieldDescriptor now, FieldDescriptor before) {
        if (findings.isLogical() && now.isRequired() && !before.isRequired()) {
            findings.add(Rule.REQUIRED_FIELD_ADDED, at, before.getName(), now.getName());
        }
    }

    /** A writer may set two of these together, of which the reader keeps one. */
    private void joined(OneofDescriptor oneof) {
        int moved = 0;
        int members = 0;
        for (FieldDescriptor field : oneof.getFields()) {
            FieldDescriptor before = writer.findFieldByNumber(field.getNumber());
            if (before != null && before.getRealContainingOneof() == null) {
                moved++;
            } else if (before != null) {
                members++;
            }
        }
        String at = path + "/" + oneof.getName();
        if (moved > 1) {
            findings.add(Rule.MULTIPLE_FIELDS_MOVED_TO_ONEOF, at, "", oneof.getName());
        } else if (moved == 1 && members > 0) {
            findings.add(Rule.FIELD_MOVED_TO_EXISTING_ONEOF, at, "", oneof.getName());
        }
    }

    /** A reader that lacks a member sees the oneof unset; one that lacks the whole oneof never looks. */
    private void removedMembers(OneofDescriptor oneof) {
        boolean survives = reader.getRealOneofs().stream()
                        .anyMatch(each -> each.getName().equals(oneof.getName()))
                || oneof.getFields().stream().anyMatch(field -> reader.findFieldByNumber(field.getNumber()) != null);
        if (!survives) {
            return;
        }
        for (FieldDescriptor field : oneof.getFields()) {
            if (reader.findFieldByNumber(field.getNumber()) == null) {
                findings.add(
                        Rule.ONEOF_FIELD_REMOVED,
                        path + "/" + oneof.getName() + "/" + field.getNumber(),
                        field.getName(),
                        "");
            }
        }
    }
}
