package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts and descriptors with mistakes by chance: they are refused with a reason, or keep what they mean. */
class MutatedSchemasTest {
    private static final int RUNS = Integer.getInteger("millrace.fuzz.runs", 3_000);
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_261_122);

    private static final List<String> PIECES = List.of(
            "repeated ",
            "group ",
            "map<string, int32>",
            "reserved 1;",
            "oneof x {",
            "extend ",
            "optional ",
            "{",
            "}",
            " [default = 1]",
            " [json_name = \"\"]",
            " = -1",
            " = 99999",
            "inf",
            "max",
            "\"",
            "'",
            "\\",
            "/*",
            "//",
            "\n",
            "import \"google/protobuf/any.proto\";",
            "é",
            "\0",
            "syntax = \"proto3\";",
            "[map_entry = true]",
            "< >",
            "(",
            ")");

    private final Random random = new Random(SEED);

    @Test
    void textsAreRefusedOrMeanWhatTheyAreWrittenAs() {
        List<String> texts = ProtobufTextTest.texts().toList();
        int accepted = 0;
        for (int run = 0; run < RUNS; run++) {
            StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutate(text);
            }
            accepted += check(run, text.toString()) ? 1 : 0;
        }
        assertThat(accepted).isPositive().isLessThan(RUNS);
    }

    @Test
    void descriptorsAreRefusedOrMeanWhatTheyAreWrittenAs() {
        List<byte[]> descriptors = ProtobufTextTest.texts()
                .map(text -> Base64.getDecoder().decode(Schemas.read(text).serialized()))
                .toList();
        int accepted = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] bytes = descriptors.get(random.nextInt(descriptors.size())).clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(random.nextBoolean() ? 32 : 256);
            }
            accepted += check(run, Base64.getEncoder().encodeToString(bytes)) ? 1 : 0;
        }
        assertThat(accepted).isPositive().isLessThan(RUNS);
    }

    private void mutate(StringBuilder text) {
        int start = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), start + random.nextInt(30));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(start, end);
            case 1 -> text.insert(random.nextInt(text.length() + 1), text.substring(start, end));
            case 2 -> text.insert(start, PIECES.get(random.nextInt(PIECES.size())));
            default -> text.replace(start, end, PIECES.get(random.nextInt(PIECES.size())));
        }
    }

    private boolean check(int run, String text) {
        Strictness strictness = random.nextBoolean() ? Strictness.STRICT : Strictness.LENIENT;
        String place = "seed " + SEED + ", run " + run + ", " + strictness + ":\n" + text;
        Decision<ParsedProtobuf> decision = read(text, strictness);
        if (!decision.isAccepted()) {
            assertThat(decision.<String>fold(parsed -> "", Decision.Refused::message))
                    .as(place)
                    .isNotBlank();
            return false;
        }
        ParsedProtobuf parsed = again(decision, place);
        ParsedProtobuf canonical = again(read(parsed.canonicalText(), strictness), place);
        ParsedProtobuf normal = again(read(parsed.normalText(), strictness), place);
        again(read(parsed.serialized(), strictness), place);
        assertThat(canonical.canonicalText()).as(place).isEqualTo(parsed.canonicalText());
        assertThat(normal.normalText()).as(place).isEqualTo(parsed.normalText());
        assertThat(Schemas.KIND.incompatibilities(canonical, parsed, CompatibilityPolicy.LOGICAL, Sides.NEW_READS_OLD))
                .as(place)
                .isEmpty();
        return true;
    }

    private static Decision<ParsedProtobuf> read(String text, Strictness strictness) {
        return Schemas.KIND.parse(new SchemaSource(text, List.of()), strictness);
    }

    private static ParsedProtobuf again(Decision<ParsedProtobuf> decision, String place) {
        return decision.fold(parsed -> parsed, refused -> {
            throw new AssertionError(refused.message() + "\n" + place);
        });
    }
}
