package io.millrace.connect.rest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private static final String HASH =
            PasswordHash.of("right".toCharArray(), 10_000).toString();

    @TempDir
    Path folder;

    @Test
    void aLineNamesSomebodyAndWhatHeMayDo() {
        // When
        Accounts accounts = Accounts.parse(
                List.of("# comment", "", "ann:viewer, admin@shop-*:" + HASH, "CN=a:b,O=Shop:operator@one.and.only:"));

        // Then
        Caller ann = accounts.of("ann").orElseThrow().caller();
        assertThat(ann.is(Role.VIEWER)).isTrue();
        assertThat(ann.is(Role.ADMIN)).isFalse();
        assertThat(ann.is(Role.ADMIN, "shop-orders")).isTrue();
        assertThat(ann.is(Role.OPERATOR, "shop-")).isTrue();
        assertThat(ann.is(Role.OPERATOR, "my-shop-orders")).isFalse();
        assertThat(ann.is(Role.VIEWER, "my-shop-orders")).isTrue();
        Account certified = accounts.of("CN=a:b,O=Shop").orElseThrow();
        assertThat(certified.password()).isEmpty();
        assertThat(certified.caller().is(Role.OPERATOR, "one.and.only")).isTrue();
        assertThat(certified.caller().is(Role.VIEWER, "oneXandXonly")).isFalse();
        assertThat(certified.caller().is(Role.VIEWER)).isFalse();
        assertThat(certified.caller().isSomewhere(Role.VIEWER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "ann:admin",
                ":admin:",
                "ann:root:",
                "ann::",
                "ann:admin@:",
                "ann:admin,:",
                "ann:admin:secret",
                "ann:admin:pbkdf2-sha512$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
                "ann:admin:pbkdf2-sha512$999999999999$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
                "ann:admin:pbkdf2-sha512$10000$%$%",
            })
    void aLineThatMeansNothingIsNamedByItsNumberAndNotShown(String line) {
        assertThatThrownBy(() -> Accounts.parse(List.of("# first", line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void nobodyIsThereTwiceAndSomebodyMustBe() {
        assertThatThrownBy(() -> Accounts.parse(List.of("a:viewer:", "a:admin:")))
                .hasMessageContaining("line 2: a is there twice");
        assertThatThrownBy(() -> Accounts.parse(List.of("#"))).hasMessageContaining("nobody");
    }

    @Test
    void aLineIsWrittenAsItIsRead() {
        String line = Authentication.line("ann", "viewer,admin@x*", "word".toCharArray());
        Account ann = Accounts.parse(List.of(line)).of("ann").orElseThrow();
        assertThat(ann.password().orElseThrow().matches("word".toCharArray())).isTrue();
        for (String name : List.of("", "a:b", "#a", "a\nb")) {
            assertThatThrownBy(() -> Authentication.line(name, "viewer", "w".toCharArray()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Authentication.line("a", "king", "w".toCharArray()))
                .hasMessageContaining("king");
    }

    @Test
    void aPasswordIsKnownByItsHashAgain() {
        PasswordHash read = PasswordHash.parse(HASH);
        assertThat(read.matches("right".toCharArray())).isTrue();
        assertThat(read.matches("Right".toCharArray())).isFalse();
        assertThat(read.matches(new char[0])).isFalse();
        assertThat(read).isEqualTo(PasswordHash.parse(HASH));
    }

    @Test
    void aNewPasswordEndsTheOldOneAlsoWhereItIsRemembered() {
        // Given
        Accounts[] now = {Accounts.parse(List.of("ann:viewer:" + HASH))};
        try (PasswordChecks checks = new PasswordChecks(() -> now[0])) {
            assertThat(checks.check("ann", "right").join().map(Caller::name)).contains("ann");
            assertThat(checks.check("ann", "right").join().map(Caller::name)).contains("ann");

            // When
            now[0] = Accounts.parse(List.of("ann:viewer:" + PasswordHash.of("new".toCharArray(), 10_000)));

            // Then
            assertThat(checks.check("ann", "right").join()).isEmpty();
            assertThat(checks.check("ann", "new").join().map(Caller::name)).contains("ann");
            assertThat(checks.check("bob", "new").join()).isEmpty();
        }
    }

    @Test
    void anAccountForACertificateHasNoPassword() {
        try (PasswordChecks checks = new PasswordChecks(() -> Accounts.parse(List.of("ann:viewer:")))) {
            assertThat(checks.check("ann", "").join()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void aFileThatIsNotThereEndsTheStart() throws Exception {
        Path broken = Files.writeString(folder.resolve("users"), "ann:viewer\n");
        assertThatThrownBy(() -> Authentication.open("rest.authentication.users", broken))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> Authentication.open("rest.authentication.users", folder.resolve("none")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.authentication.users")
                .hasMessageContaining("not there");
    }
}
