package io.millrace.registry.protobuf.link;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All extensions that a file and its imports declare. */
public final class Extensions {
    private final ExtensionRegistry registry = ExtensionRegistry.newInstance();
    private final Set<String> seen = new LinkedHashSet<>();

    private Extensions() {}

    /** The extensions of a file, of its imports, and of theirs. */
    public static ExtensionRegistry of(FileDescriptor file) {
        Extensions extensions = new Extensions();
        extensions.add(file);
        return extensions.registry;
    }

    private void add(FileDescriptor file) {
        if (!seen.add(file.getName())) {
            return;
        }
        add(file.getExtensions());
        file.getMessageTypes().forEach(this::add);
        file.getDependencies().forEach(this::add);
    }

    private void add(Descriptor message) {
        add(message.getExtensions());
        message.getNestedTypes().forEach(this::add);
    }

    private void add(List<FieldDescriptor> extensions) {
        for (FieldDescriptor extension : extensions) {
            if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                registry.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
            } else {
                registry.add(extension);
            }
        }
    }
}
