package io.millrace.connectors.hdfs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {

    private final Path root = new Path("file:///archive/topics");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "",
                "/",
                "../../etc/passwd",
                "a/../../b",
                "%2e%2e",
                "\u2024\u2024",
                "a\0b",
                "+tmp",
                "+millrace",
                "a:b",
                "c\\..\\d",
                "\uFF0E\uFF0E/",
                " ",
                "\n",
                "hdfs://elsewhere/x",
                "*",
                "{a,b}",
                "~"
            })
    void neverLeavesItsFolder(String name) {
        // When
        Path path = new Layout(root).topic(name);

        // Then
        assertThat(path.getParent()).isEqualTo(root);
        assertThat(path.getName()).isNotIn("+tmp", "+millrace", ".", "..", "").matches("[A-Za-z0-9._=%~-]+");
    }

    @Test
    void keepsOrdinaryNames() {
        assertThat(SafeName.encode("shop.public.order-items_v2")).isEqualTo("shop.public.order-items_v2");
        assertThat(SafeName.encode("day=2026-01-02")).isEqualTo("day=2026-01-02");
    }

    @Test
    void keepsDifferentNamesApartAndWithinTheLimit() {
        // Given
        String base = "x".repeat(4096);

        // When
        Set<String> names = new HashSet<>();
        for (String name : new String[] {base, base + "y", "é".repeat(200), "%", "", "%25", "a/b", "a%2Fb"}) {
            names.add(SafeName.encode(name));
        }

        // Then
        assertThat(names).hasSize(8).allMatch(name -> name.length() <= SafeName.MAX_LENGTH);
    }
}
