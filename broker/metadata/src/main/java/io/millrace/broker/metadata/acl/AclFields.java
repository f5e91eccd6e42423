package io.millrace.broker.metadata.acl;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import java.util.Optional;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** ACLs and filters of ACLs as stored fields, with the codes that the protocol uses for them. */
public final class AclFields {
    private AclFields() {}

    public static void write(FieldWriter writer, AclBinding binding) {
        ResourcePattern pattern = binding.pattern();
        AccessControlEntry entry = binding.entry();
        writer.writeByte(pattern.resourceType().code());
        writer.writeString(pattern.name());
        writer.writeByte(pattern.patternType().code());
        writer.writeString(entry.principal());
        writer.writeString(entry.host());
        writer.writeByte(entry.operation().code());
        writer.writeByte(entry.permissionType().code());
    }

    public static AclBinding read(FieldReader reader) {
        try {
            var pattern = new ResourcePattern(type(reader), reader.readString(), patternType(reader));
            return new AclBinding(
                    pattern,
                    new AccessControlEntry(
                            reader.readString(), reader.readString(), operation(reader), permission(reader)));
        } catch (IllegalArgumentException filterOnly) {
            throw new MetadataFormatException("An ACL holds what only a filter may: " + filterOnly.getMessage());
        }
    }

    public static void writeFilter(FieldWriter writer, AclBindingFilter filter) {
        ResourcePatternFilter pattern = filter.patternFilter();
        AccessControlEntryFilter entry = filter.entryFilter();
        writer.writeByte(pattern.resourceType().code());
        writer.writeOptionalString(Optional.ofNullable(pattern.name()));
        writer.writeByte(pattern.patternType().code());
        writer.writeOptionalString(Optional.ofNullable(entry.principal()));
        writer.writeOptionalString(Optional.ofNullable(entry.host()));
        writer.writeByte(entry.operation().code());
        writer.writeByte(entry.permissionType().code());
    }

    public static AclBindingFilter readFilter(FieldReader reader) {
        var pattern = new ResourcePatternFilter(
                type(reader), reader.readOptionalString().orElse(null), patternType(reader));
        var entry = new AccessControlEntryFilter(
                reader.readOptionalString().orElse(null),
                reader.readOptionalString().orElse(null),
                operation(reader),
                permission(reader));
        return new AclBindingFilter(pattern, entry);
    }

    private static ResourceType type(FieldReader reader) {
        byte code = reader.readByte();
        ResourceType type = ResourceType.fromCode(code);
        return known(type.isUnknown(), "resource type", code, type);
    }

    private static PatternType patternType(FieldReader reader) {
        byte code = reader.readByte();
        PatternType type = PatternType.fromCode(code);
        return known(type.isUnknown(), "pattern type", code, type);
    }

    private static AclOperation operation(FieldReader reader) {
        byte code = reader.readByte();
        AclOperation operation = AclOperation.fromCode(code);
        return known(operation.isUnknown(), "operation", code, operation);
    }

    private static AclPermissionType permission(FieldReader reader) {
        byte code = reader.readByte();
        AclPermissionType type = AclPermissionType.fromCode(code);
        return known(type.isUnknown(), "permission type", code, type);
    }

    private static <T> T known(boolean unknown, String what, byte code, T value) {
        if (unknown) {
            throw new MetadataFormatException("An ACL has the unknown " + what + " " + code
                    + ". A newer build of Millrace wrote it, or it is damaged.");
        }
        return value;
    }
}
