package io.millrace.registry.model.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.VersionKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionKeyBytesTest {
    private static final String TAIL = ",\"magic\":1}";

    private static byte[] json(VersionKey key) {
        return RecordCodec.encode(new RegistryRecord.VersionErased(key)).key();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "", " ", "orders-value", ":.c:a/b'{}[]~", "version:1,magic:1"})
    void writesAndReadsWhatJsonWrites(String subject) {
        for (int version : new int[] {0, 1, 10, 999_999_999}) {
            VersionKey key = new VersionKey(subject, version);

            assertThat(VersionKeyBytes.write(key).orElseThrow()).isEqualTo(json(key));
            assertThat(VersionKeyBytes.read(json(key))).contains(key);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void leavesRareVersionsToBeReadAsJson(int version) {
        VersionKey key = new VersionKey("s", version);

        assertThat(VersionKeyBytes.write(key).orElseThrow()).isEqualTo(json(key));
        assertThat(VersionKeyBytes.read(json(key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü", "a\"b", "a\\b", "a\nb", "\u007f", "\ud83d\ude00"})
    void leavesSubjectsThatMayNeedEscapesToJson(String subject) {
        VersionKey key = new VersionKey(subject, 1);

        assertThat(VersionKeyBytes.write(key)).isEmpty();
        assertThat(VersionKeyBytes.read(json(key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"",
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":01" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1.5" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\": 1" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"1" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":0}",
                "{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"version\":1" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"\\u0073\",\"version\":1" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":9,\"version\":1" + TAIL,
                "{\"keytype\":\"SCHEMA\",\"subject\":null,\"version\":1" + TAIL
            })
    void readsNoOtherSpelling(String key) {
        assertThat(VersionKeyBytes.read(bytes(key))).isEmpty();
    }

    @Test
    void readsNoKeyWithBytesBehindIt() {
        assertThat(VersionKeyBytes.read(bytes(new String(json(new VersionKey("s", 1)), StandardCharsets.UTF_8) + " ")))
                .isEmpty();
    }
}
