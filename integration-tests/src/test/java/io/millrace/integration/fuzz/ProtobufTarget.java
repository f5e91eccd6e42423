package io.millrace.integration.fuzz;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.Decision.Accepted;
import io.millrace.registry.model.Decision.Refused;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.protobuf.ParsedProtobuf;
import io.millrace.registry.protobuf.ProtobufKind;
import io.millrace.registry.protobuf.ProtobufLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text, or a descriptor in base64, as a Protobuf schema: refused with a reason, or taken; then its own texts and its
 * descriptor are taken as well and mean the same, and it reads itself. What is not refused when it is new is not refused
 * later.
 */
public final class ProtobufTarget {

    private static final ProtobufKind KIND = new ProtobufKind(ProtobufLimits.standard());
    private static final List<Dependency> DEPENDENCIES = List.of(new Dependency("other.proto", """
            syntax = "proto2"; package o; import "google/protobuf/descriptor.proto";
            message Rule { optional string text = 1; repeated Rule more = 2; map<string, int32> weights = 3; extensions 100 to max; }
            extend google.protobuf.FieldOptions { optional Rule rule = 1159; repeated sint32 marks = 1160; }
            extend google.protobuf.FileOptions { optional bytes seal = 1161; }"""));

    /** Before the bytes of a descriptor; everything else is a text. */
    private static final byte DESCRIPTOR = 1;

    /** Descriptors of the text, of what it imports and of the files that come with Protobuf, several times over. */
    private static final long ALLOWED_BYTES = 128 << 20;

    private static final List<String> SCHEMAS = List.of("""
            syntax = "proto3"; package a.b; import "google/protobuf/timestamp.proto"; import public "other.proto";
            option java_package = "x"; option (o.seal) = "\\001\\xff";
            message M { reserved 2, 4 to 6; reserved "r"; oneof which { string s = 1; N n = 3 [deprecated = true]; }
              map<int32, google.protobuf.Timestamp> times = 7; optional bool flag = 8 [json_name = "f"]; enum E { Z = 0; Y = 1; }
              message N { repeated E es = 1 [packed = false, (o.rule) = { text: "t" more { weights { key: "k" value: -1 } } }]; } }
            service S { rpc Call (stream M) returns (M.N) { option idempotency_level = IDEMPOTENT; } }""", """
            syntax = "proto2"; import "other.proto"; /* a comment */
            message P { required group G = 1 { optional int32 i = 2 [default = -0x7f, (o.marks) = 1, (o.marks) = -2]; }
              optional float f = 3 [default = -inf]; optional string t = 4 [default = "q\\n\\u00e9" 'r']; extensions 100 to 199, 300 to max; }
            extend P { repeated o.Rule rules = 100; } // another
            enum E { option allow_alias = true; A = 0; B = 0; C = -5; reserved 7 to max; }""", """
            edition = "2023"; option features.field_presence = IMPLICIT;
            message Q { string a = 1 [features.field_presence = LEGACY_REQUIRED]; Q q = 2 [features.message_encoding = DELIMITED]; }""");

    private ProtobufTarget() {}

    /** Each syntax, as a text and as a descriptor. */
    static void writeCorpus(Path folder) throws IOException {
        for (int index = 0; index < SCHEMAS.size(); index++) {
            String text = SCHEMAS.get(index);
            Files.writeString(folder.resolve("text-" + index), text);
            byte[] descriptor =
                    Base64.getDecoder().decode(taken(text, Strictness.STRICT).serialized());
            byte[] marked = new byte[descriptor.length + 1];
            marked[0] = DESCRIPTOR;
            System.arraycopy(descriptor, 0, marked, 1, descriptor.length);
            Files.write(folder.resolve("descriptor-" + index), marked);
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = input.length > 0 && input[0] == DESCRIPTOR
                ? Base64.getEncoder().encodeToString(Arrays.copyOfRange(input, 1, input.length))
                : new String(input, StandardCharsets.UTF_8);
        AllocatedBytes.requireAtMost(ALLOWED_BYTES, () -> read(text));
    }

    private static void read(String text) {
        Decision<ParsedProtobuf> strict = parse(text, Strictness.STRICT);
        Decision<ParsedProtobuf> lenient = parse(text, Strictness.LENIENT);
        if (strict instanceof Refused<ParsedProtobuf> refused
                && refused.message().isBlank()) {
            throw new AssertionError("refused without a reason");
        }
        if (strict.isAccepted() && !lenient.isAccepted()) {
            throw new AssertionError("taken when new, and refused later");
        }
        if (strict instanceof Accepted<ParsedProtobuf> taken) {
            requireItself(taken.value(), Strictness.STRICT);
        }
        if (lenient instanceof Accepted<ParsedProtobuf> taken) {
            requireItself(taken.value(), Strictness.LENIENT);
        }
    }

    private static void requireItself(ParsedProtobuf schema, Strictness strictness) {
        ParsedProtobuf again = taken(schema.canonicalText(), strictness);
        if (!again.canonicalText().equals(schema.canonicalText())) {
            throw new AssertionError("its text is read as another");
        }
        ParsedProtobuf normal = taken(schema.normalText(), strictness);
        if (!normal.normalText().equals(schema.normalText())) {
            throw new AssertionError("its normal text is not normal");
        }
        requireCompatible(again, schema);
        requireCompatible(schema, normal);
        requireCompatible(taken(schema.serialized(), strictness), schema);
    }

    private static Decision<ParsedProtobuf> parse(String text, Strictness strictness) {
        return KIND.parse(new SchemaSource(text, DEPENDENCIES), strictness);
    }

    private static ParsedProtobuf taken(String text, Strictness strictness) {
        return parse(text, strictness).fold(schema -> schema, refused -> {
            throw new AssertionError("its own text is refused (" + refused.message() + "): " + text);
        });
    }

    private static void requireCompatible(ParsedProtobuf reader, ParsedProtobuf writer) {
        for (CompatibilityPolicy policy : CompatibilityPolicy.values()) {
            List<Incompatibility> found = KIND.incompatibilities(reader, writer, policy, Sides.NEW_READS_OLD);
            if (!found.isEmpty()) {
                throw new AssertionError("it does not read itself: " + found);
            }
        }
    }
}
