package io.millrace.registry.serde.protobuf;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.ListValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The messages for which JSON has a form of its own, rather than an object of their fields. Any thread. */
final class WellKnown {
    private static final Set<Descriptor> WRAPPERS = Set.of(
            BoolValue.getDescriptor(),
            BytesValue.getDescriptor(),
            DoubleValue.getDescriptor(),
            FloatValue.getDescriptor(),
            Int32Value.getDescriptor(),
            Int64Value.getDescriptor(),
            StringValue.getDescriptor(),
            UInt32Value.getDescriptor(),
            UInt64Value.getDescriptor());

    private static final Map<String, Descriptor> ALL = Stream.concat(
                    WRAPPERS.stream(),
                    Stream.of(
                            Any.getDescriptor(),
                            Duration.getDescriptor(),
                            FieldMask.getDescriptor(),
                            ListValue.getDescriptor(),
                            Struct.getDescriptor(),
                            Timestamp.getDescriptor(),
                            Value.getDescriptor()))
            .collect(Collectors.toUnmodifiableMap(Descriptor::getFullName, Function.identity()));

    private WellKnown() {}

    /** Whether it is one of them; refused if it only has the name of one, since the library goes by names. */
    static boolean isOne(Descriptor message) throws UnfitDocumentException {
        Descriptor known = ALL.get(message.getFullName());
        if (known != null && known != message) {
            throw new UnfitDocumentException(
                    "", "the schema declares a message " + message.getFullName() + " of its own", null);
        }
        return known != null;
    }

    /** Whether the library takes it for one of them. */
    static boolean hasItsName(Descriptor message) {
        return ALL.containsKey(message.getFullName());
    }

    /** Whether it is a value alone. */
    static boolean isWrapper(Descriptor message) {
        return WRAPPERS.contains(message);
    }
}
