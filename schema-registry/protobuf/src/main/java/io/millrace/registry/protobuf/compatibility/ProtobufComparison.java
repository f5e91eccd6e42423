package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.List;

/** Compares two files as reader and writer. */
public final class ProtobufComparison {
    private ProtobufComparison() {}

    /** What the reader cannot read of what the writer may write, in a fixed order. */
    public static List<Incompatibility> compare(
            FileDescriptor reader, FileDescriptor writer, CompatibilityPolicy policy, Sides sides) {
        Findings findings = new Findings(policy, sides);
        if (!reader.getPackage().equals(writer.getPackage())) {
            findings.add(Rule.PACKAGE_CHANGED, "#/", writer.getPackage(), reader.getPackage());
        }
        ImportedTypes imported = new ImportedTypes(reader, writer);
        new TypeComparison(findings, imported)
                .compare(
                        "#",
                        new Types(reader.getMessageTypes(), reader.getEnumTypes()),
                        new Types(writer.getMessageTypes(), writer.getEnumTypes()));
        return imported.finish(findings);
    }
}
