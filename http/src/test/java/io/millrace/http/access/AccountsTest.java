package io.millrace.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private static final String HASH =
            PasswordHash.of("right".toCharArray(), 10_000).toString();

    private static final CallerReader<String> ROLES = (name, roles) -> {
        if (roles.equals("none of these")) {
            throw new IllegalArgumentException("unknown role");
        }
        return name;
    };

    @TempDir
    Path folder;

    @Test
    void aLineNamesSomebodyAndWhatHeMayDo() {
        // When
        Accounts<String> accounts = Accounts.parse(
                List.of("# comment", "", "ann:viewer, admin@shop-*:" + HASH, "CN=a:b,O=Shop:operator@one.and.only:"),
                (name, roles) -> name + " is " + roles);

        // Then
        assertThat(accounts.of("ann").orElseThrow().caller()).isEqualTo("ann is viewer, admin@shop-*");
        assertThat(accounts.of("ann").orElseThrow().password()).contains(PasswordHash.parse(HASH));
        Account<String> certified = accounts.of("CN=a:b,O=Shop").orElseThrow();
        assertThat(certified.password()).isEmpty();
        assertThat(certified.caller()).isEqualTo("CN=a:b,O=Shop is operator@one.and.only");
        assertThat(accounts.of("bob")).isEmpty();
    }

    @Test
    void aServerThatHasNoRolesReadsThemAllAndNone() {
        Accounts<String> accounts = Accounts.parse(List.of("ann:king:" + HASH, "bob::" + HASH), CallerReader.NAMES);
        assertThat(accounts.of("ann").map(Account::caller)).contains("ann");
        assertThat(accounts.of("bob").map(Account::caller)).contains("bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "ann:admin",
                ":admin:",
                "ann:none of these:",
                "ann:admin:secret",
                "ann:admin:pbkdf2-sha512$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
                "ann:admin:pbkdf2-sha512$999999999999$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
                "ann:admin:pbkdf2-sha512$10000$%$%",
            })
    void aLineThatMeansNothingIsNamedByItsNumberAndNotShown(String line) {
        assertThatThrownBy(() -> Accounts.parse(List.of("# first", line), ROLES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void nobodyIsThereTwiceAndSomebodyMustBe() {
        assertThatThrownBy(() -> Accounts.parse(List.of("a:viewer:", "a:admin:"), ROLES))
                .hasMessageContaining("line 2: a is there twice");
        assertThatThrownBy(() -> Accounts.parse(List.of("#"), ROLES)).hasMessageContaining("nobody");
    }

    @Test
    void aLineIsWrittenAsItIsRead() {
        String line = Authentication.line("ann", "viewer,admin@x*", "word".toCharArray(), ROLES);
        Account<String> ann = Accounts.parse(List.of(line), ROLES).of("ann").orElseThrow();
        assertThat(ann.password().orElseThrow().matches("word".toCharArray())).isTrue();
        for (String name : List.of("", "a:b", "#a", "a\nb")) {
            assertThatThrownBy(() -> Authentication.line(name, "viewer", "w".toCharArray(), ROLES))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Authentication.line("a", "none of these", "w".toCharArray(), ROLES))
                .hasMessageContaining("unknown role");
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
        AtomicReference<Accounts<String>> now =
                new AtomicReference<>(Accounts.parse(List.of("ann:viewer:" + HASH), ROLES));
        try (PasswordChecks<String> checks = new PasswordChecks<>(now::get)) {
            assertThat(checks.check("ann", "right").join()).contains("ann");
            assertThat(checks.check("ann", "right").join()).contains("ann");

            // When
            now.set(Accounts.parse(List.of("ann:viewer:" + PasswordHash.of("new".toCharArray(), 10_000)), ROLES));

            // Then
            assertThat(checks.check("ann", "right").join()).isEmpty();
            assertThat(checks.check("ann", "new").join()).contains("ann");
            assertThat(checks.check("bob", "new").join()).isEmpty();
        }
    }

    @Test
    void anAccountForACertificateHasNoPassword() {
        try (PasswordChecks<String> checks =
                new PasswordChecks<>(() -> Accounts.parse(List.of("ann:viewer:"), ROLES))) {
            assertThat(checks.check("ann", "").join()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void aFileThatIsNotThereEndsTheStart() throws Exception {
        Path broken = Files.writeString(folder.resolve("users"), "ann:viewer\n");
        assertThatThrownBy(() -> Authentication.open("rest.authentication.users", broken, ROLES))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> Authentication.open("rest.authentication.users", folder.resolve("none"), ROLES))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.authentication.users")
                .hasMessageContaining("not there");
    }
}
