package io.millrace.registry.protobuf.link;

import com.google.protobuf.Descriptors.GenericDescriptor;

/** Types that were not found, which only a schema that was not read strictly has. */
public final class MissingTypes {
    /** How the library calls the file of such a type. */
    private static final String SUFFIX = ".placeholder.proto";

    private MissingTypes() {}

    /** Whether nothing is known of the type but a name. */
    public static boolean isMissing(GenericDescriptor type) {
        return type.getFile().getName().endsWith(SUFFIX);
    }
}
