package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.Locale;

/** The words of scalar types. */
final class Keywords {
    private Keywords() {}

    /** The word of a scalar type: {@code int32}, {@code string} and so on. */
    static String of(FieldDescriptorProto.Type type) {
        return type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }
}
