package io.millrace.connect.rest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import io.millrace.http.access.Authentication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    @TempDir
    Path folder;

    @Test
    void aLineSaysWhatSomebodyMayDoAndWhere() throws Exception {
        // When
        Path file = Files.write(
                folder.resolve("users"),
                List.of("# comment", "", "ann:viewer, admin@shop-*:", "CN=a:b,O=Shop:operator@one.and.only:"));

        // Then
        try (Authentication<Caller> users = Users.open("rest.authentication.users", file)) {
            Caller ann = users.known("ann").orElseThrow();
            assertThat(ann.is(Role.VIEWER)).isTrue();
            assertThat(ann.is(Role.ADMIN)).isFalse();
            assertThat(ann.is(Role.ADMIN, "shop-orders")).isTrue();
            assertThat(ann.is(Role.OPERATOR, "shop-")).isTrue();
            assertThat(ann.is(Role.OPERATOR, "my-shop-orders")).isFalse();
            assertThat(ann.is(Role.VIEWER, "my-shop-orders")).isTrue();
            Caller certified = users.known("CN=a:b,O=Shop").orElseThrow();
            assertThat(certified.is(Role.OPERATOR, "one.and.only")).isTrue();
            assertThat(certified.is(Role.VIEWER, "oneXandXonly")).isFalse();
            assertThat(certified.is(Role.VIEWER)).isFalse();
            assertThat(certified.isSomewhere(Role.VIEWER)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann:root:", "ann::", "ann:admin@:", "ann:admin,:"})
    void aRoleThatMeansNothingIsNamedByItsLine(String line) throws Exception {
        Path file = Files.write(folder.resolve("users"), List.of("# first", line));
        assertThatThrownBy(() -> Users.open("rest.authentication.users", file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.authentication.users")
                .hasMessageContaining("line 2: ");
    }

    @Test
    void aLineIsWrittenWithRolesThatThereAreOnly() {
        assertThat(Users.line("ann", "viewer,admin@x*", "word".toCharArray())).startsWith("ann:viewer,admin@x*:pbkdf2");
        assertThatThrownBy(() -> Users.line("a", "king", "w".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("king");
    }
}
