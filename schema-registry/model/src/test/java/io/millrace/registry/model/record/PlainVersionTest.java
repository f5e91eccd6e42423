package io.millrace.registry.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.VersionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainVersionTest {
    private static final int RECORDS = 20_000;
    private static final byte[] KEY = bytes("{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":3,\"magic\":1}");
    private static final List<String> NAMES = List.of(
            "subject",
            "version",
            "id",
            "schemaType",
            "references",
            "metadata",
            "ruleSet",
            "schema",
            "deleted",
            "md5",
            "new");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "7",
            "-1",
            "7.5",
            "99999999999",
            "99999999999999999999999999",
            "\"\"",
            "\"7\"",
            "\"JSON\"",
            "\"\\\"in\\u0074\\\" ü \\ud83d\\ude00\"",
            "{}",
            "{\"a\":[1]}",
            "[]",
            "[{\"name\":\"n\",\"subject\":\"o\",\"version\":2}]");

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String value(Random random) {
        List<String> fields = new ArrayList<>(List.of("\"id\":5", "\"schema\":\"\\\"int\\\"\"", "\"deleted\":true"));
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String field = '"' + name + "\":" + VALUES.get(random.nextInt(VALUES.size()));
            fields.add(random.nextInt(fields.size() + 1), field);
        }
        if (random.nextInt(4) == 0) {
            fields.remove(random.nextInt(fields.size()));
        }
        return "{" + String.join(",", fields) + "}";
    }

    @Test
    void readsWhatTheTreeSaysOrNothing() throws IOException {
        Random random = new Random(1);
        int plain = 0;
        for (int i = 0; i < RECORDS; i++) {
            String value = value(random);
            Optional<RegistryRecord> read = PlainVersion.read(KEY, bytes(value));
            if (read.isPresent()) {
                plain++;
                assertThat(RecordCodec.decodeTrees(KEY, bytes(value))).as(value).isEqualTo(read);
            }
        }
        assertThat(plain).isBetween(RECORDS / 10, RECORDS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subject\":\"s\",\"version\":3,\"id\":5,\"schema\":\"\\\"int\\\"\",\"deleted\":false}",
                "{\"subject\":\"s\",\"version\":3,\"id\":5,\"md5\":\"x\",\"schemaType\":\"JSON\",\"references\":[],"
                        + "\"metadata\":null,\"ruleSet\":null,\"schema\":\"{}\",\"deleted\":true}"
            })
    void readsWhatRegistriesWriteMost(String value) throws IOException {
        assertThat(PlainVersion.read(KEY, bytes(value)))
                .isPresent()
                .isEqualTo(RecordCodec.decodeTrees(KEY, bytes(value)));
    }

    @Test
    void readsTombstones() throws IOException {
        assertThat(PlainVersion.read(KEY, null)).contains(new RegistryRecord.VersionErased(new VersionKey("s", 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"x\"",
                "{}",
                "{\"id\":5}",
                "{\"schema\":\"x\"}",
                "{\"id\":\"5\",\"schema\":\"x\"}",
                "{\"id\":5,\"schema\":\"x\",\"references\":[{}]}",
                "{\"id\":5,\"schema\":\"x\",\"references\":{}}",
                "{\"id\":5,\"schema\":\"x\",\"metadata\":{}}",
                "{\"id\":5,\"schema\":\"x\",\"deleted\":\"true\"}",
                "{\"id\":5,\"schema\":\"x\",\"new\":{}}"
            })
    void leavesOtherValuesToTheTree(String value) throws IOException {
        assertThat(PlainVersion.read(KEY, bytes(value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"id\":5,\"schema\":\"x\"", "{\"id\":5,\"schema\":\"x\\q\"}"})
    void saysThatAValueIsNotARegistrys(String value) {
        assertThatThrownBy(() -> RecordCodec.decode(KEY, bytes(value)))
                .isInstanceOf(RecordCodec.UnreadableRecordException.class);
    }
}
